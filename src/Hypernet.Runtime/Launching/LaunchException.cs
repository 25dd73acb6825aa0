namespace Hypernet.Runtime.Launching;

/// <summary>A program cannot be launched here: the message says what is missing.</summary>
public sealed class LaunchException : Exception
{
    internal LaunchException(int exitCode, string message, string? hint = null)
        : base(message) => (ExitCode, Hint) = (exitCode, hint);

    /// <summary>What shells end with: 127 for a program that is not there, 126 for one that cannot be executed, else 1.</summary>
    public int ExitCode { get; }

    /// <summary>What to do; null where the message says it.</summary>
    public string? Hint { get; }
}
