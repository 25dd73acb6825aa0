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
    public static Command Does(this Command verb, CommandStreams streams, Func<CommandContext, CancellationToken, Task> work)
    {
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            await work(new CommandContext(parsed, streams), cancellationToken);
            return ExitCode.Ok;
        });
        return verb;
    }
}
