namespace Hypernet.Cli;

/// <summary>Turns what ended a command into one clear error, a hint and the exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Writes the error and its hint, with the stack when asked for, and returns the exit code.</summary>
    public static int Write(TextWriter talk, Exception fault, bool isVerbose)
    {
        var (exitCode, hint) = Explain(fault);
        talk.WriteLine($"error: {fault.Message}");
        if (hint is not null)
        {
            talk.WriteLine($"hint: {hint}");
        }

        if (isVerbose)
        {
            talk.WriteLine(fault.ToString());
        }

        return exitCode;
    }

    private static (int ExitCode, string? Hint) Explain(Exception fault) => fault switch
    {
        CommandException command => (command.ExitCode, command.Hint),
        OperationCanceledException => (ExitCode.Interrupted, null),
        _ => (ExitCode.Failed, "run the command again with --verbose for the stack"),
    };
}
