using System.CommandLine;
using Hypernet.Cli.Commands;

namespace Hypernet.Cli;

/// <summary>The <c>hypernet</c> command: its nouns, its way of failing, its exit codes.</summary>
internal static class HypernetCommand
{
    /// <summary>Parses and runs one command line. Data goes to <paramref name="output"/>, talk to <paramref name="talk"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter talk, CancellationToken cancellationToken = default)
    {
        var streams = new CommandStreams(output, talk);
        var parsed = Create(streams).Parse(args);
        bool isVerbose = parsed.GetValue(GlobalOptions.Verbose);
        if (parsed.Errors.Count > 0)
        {
            return ErrorReport.Write(talk, MisusedException(parsed), isVerbose);
        }

        // Ctrl-C and SIGTERM are ours: the library falls over a second signal.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output,
            Error = talk,
        };
        using var interruption = new Interruption(cancellationToken);
        try
        {
            return await parsed.InvokeAsync(configuration, interruption.Token);
        }
        catch (OperationCanceledException fault)
        {
            ErrorReport.Write(talk, fault, isVerbose);
            return interruption.ExitCode;
        }
        catch (Exception fault)
        {
            return ErrorReport.Write(talk, fault, isVerbose);
        }
    }

    private static RootCommand Create(CommandStreams streams)
    {
        var root = new RootCommand("Hypernet: buy and sell compute, and run parallel programs on the machines of strangers.");
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        foreach (var noun in CommandTable.Create(streams))
        {
            root.Subcommands.Add(noun);
        }

        return root;
    }

    private static CommandException MisusedException(ParseResult parsed)
    {
        string path = string.Join(' ', Names(parsed.CommandResult.Command).Reverse());
        return new CommandException(ExitCode.Misused, string.Join(' ', parsed.Errors.Select(error => error.Message)), $"{path} --help");
    }

    private static IEnumerable<string> Names(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return at is RootCommand ? "hypernet" : at.Name;
        }
    }
}
