namespace Hypernet.Cli;

/// <summary>What the process ends with; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>The command failed for a reason that has no number of its own.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a manifest or a configuration file is wrong.</summary>
    public const int Misused = 2;

    /// <summary>The thing asked for does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>The wallet is missing, locked or in use.</summary>
    public const int Wallet = 4;

    /// <summary>The account has too little Hypertoken or too little for gas.</summary>
    public const int Funds = 5;

    /// <summary>The contract refused; the error's name is in the message.</summary>
    public const int Reverted = 6;

    /// <summary>The chain or the server cannot be reached.</summary>
    public const int Unreachable = 7;

    /// <summary>What was waited for did not happen in time.</summary>
    public const int TimedOut = 8;

    /// <summary>The job ended without a result.</summary>
    public const int JobFailed = 9;

    /// <summary>Refused because it would be unsafe.</summary>
    public const int Unsafe = 10;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads the output any more: what SIGPIPE ends others with.</summary>
    public const int BrokenPipe = 141;

    /// <summary>Ended by SIGTERM.</summary>
    public const int Terminated = 143;
}
