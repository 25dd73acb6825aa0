using System.CommandLine;

namespace Hypernet.Cli.Commands;

/// <summary>The table of contents of the command line: every noun with its verbs.</summary>
internal static class CommandTable
{
    /// <summary>Makes all commands; data goes to <paramref name="output"/>, talk to <paramref name="talk"/>.</summary>
    public static IEnumerable<Command> Create(TextWriter output, TextWriter talk) => [VersionCommand.Create(output)];
}
