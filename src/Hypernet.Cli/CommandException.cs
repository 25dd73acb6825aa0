namespace Hypernet.Cli;

/// <summary>A command that cannot go on: what is wrong with which value, what to do, and the exit code.</summary>
internal sealed class CommandException(int exitCode, string message, string? hint = null) : Exception(message)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What the user can do about it; empty where there is nothing.</summary>
    public string? Hint { get; } = hint;
}
