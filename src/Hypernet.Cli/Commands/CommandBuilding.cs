using System.CommandLine;

namespace Hypernet.Cli.Commands;

/// <summary>How nouns and verbs are put together.</summary>
internal static class CommandBuilding
{
    /// <summary>Gives a noun its verbs.</summary>
    public static Command With(this Command noun, params ReadOnlySpan<Command> verbs)
    {
        foreach (var verb in verbs)
        {
            noun.Subcommands.Add(verb);
        }

        return noun;
    }

    /// <summary>Gives a verb its arguments and options.</summary>
    public static Command With(this Command verb, params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    verb.Arguments.Add(argument);
                    break;
                case Option option:
                    verb.Options.Add(option);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is neither an argument nor an option.", nameof(symbols));
            }
        }

        return verb;
    }

    /// <summary>Says what a verb does.</summary>
    public static Command Does(this Command verb, CommandStreams streams, Func<CommandContext, CancellationToken, Task> work) =>
        verb.EndsWith(streams, async (context, cancellationToken) =>
        {
            await work(context, cancellationToken);
            return ExitCode.Ok;
        });

    /// <summary>Says what a verb does, and that it decides on the exit code.</summary>
    public static Command EndsWith(this Command verb, CommandStreams streams, Func<CommandContext, CancellationToken, Task<int>> work)
    {
        verb.SetAction((parsed, cancellationToken) => work(new CommandContext(parsed, streams), cancellationToken));
        return verb;
    }
}
