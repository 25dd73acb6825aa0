using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hypernet.Cli.Processes;
using Hypernet.Runtime.Launching;

namespace Hypernet.Cli.Commands.Run;

/// <summary><c>hypernet run</c>.</summary>
internal static class RunCommand
{
    private static readonly Option<int> Ranks = new("-n", "--ranks")
    {
        Description = $"How many ranks: 1 to {LocalRun.MaximumRanks}. Default: the number of CPUs.",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, LocalRun.MaximumRanks),
        CustomParser = ParseRanks,
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "What programs find in HYPERNET_INPUT: a folder, or a file, which is cut by rows among the ranks if it is .csv, .tsv, .jsonl or .ndjson.",
        HelpName = "path",
    };

    private static readonly Option<ScheduledKill[]> Kills = new("--kill")
    {
        Description = "Kill a rank (SIGKILL) after a time (3@1s, 3@200ms), or once it has contributed to so many collectives (3@2op). May be repeated.",
        HelpName = "rank@when",
        CustomParser = ParseKills,
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<TimeSpan?> Timeout = new("--timeout")
    {
        Description = "End the ranks after this: 30s, 5min.",
        HelpName = "time",
        CustomParser = ParseTime,
    };

    private static readonly Option<bool> AbortOnFailure = new("--abort-on-failure")
    {
        Description = "The first rank that fails ends the others, as under mpirun.",
    };

    private static readonly Option<bool> NoLabel = new("--no-label")
    {
        Description = "Pass the output on as it comes, without the rank before each line.",
    };

    private static readonly Option<int> Checkpoints = new("--checkpoints")
    {
        Description = "How many checkpoints the programs are told, for programs made for the market. Each is settled at once.",
    };

    private static readonly Argument<string[]> Program = new("program")
    {
        Description = "The program and its arguments, after a --.",
        HelpName = "-- PROGRAM ARGS",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(CommandStreams streams) =>
        new Command("run", "Run a parallel program on this machine: -n ranks of it, which compute together and outlive each other.")
            .With(Ranks, Input, Kills, Timeout, AbortOnFailure, NoLabel, Checkpoints, Program)
            .EndsWith(streams, (context, _) => RunAsync(context));

    private static async Task<int> RunAsync(CommandContext context)
    {
        int ranks = context.Get(Ranks);
        var kills = context.Get(Kills) ?? [];
        if (Array.Find(kills, kill => kill.Rank >= ranks) is { } stranger)
        {
            throw new CommandException(ExitCode.Misused, $"rank {stranger.Rank} cannot be killed: there are ranks 0 to {ranks - 1}");
        }

        int checkpoints = context.Get(Checkpoints);
        if (checkpoints < 0)
        {
            throw new CommandException(ExitCode.Misused, $"there cannot be {checkpoints} checkpoints");
        }

        using var input = context.Get(Input) is { } path ? LocalInput.Prepare(path, ranks) : null;
        var gate = new Lock();
        var options = new LocalRunOptions
        {
            Command = [.. context.Get(Program)],
            Ranks = ranks,
            InputFolders = input?.Folders ?? [],
            Checkpoints = checkpoints,
            Kills = [.. kills],
            AbortsOnFailure = context.Get(AbortOnFailure),
            TimeLimit = context.Get(Timeout),
            IsLabelled = !context.Get(NoLabel),
            Output = StandardStream.Output,
            Error = StandardStream.Error,
            Tell = line => Say(context.IsQuiet, line),
            TellMore = line => Say(!context.IsVerbose, line),
        };
        using var signals = new RunSignals();
        await using var run = await LocalRun.StartAsync(options, context.Time);
        signals.PassTo(run);
        var end = await run.Completion;
        return ExitCodeOf(end, signals, line => Say(context.IsQuiet, line));

        void Say(bool isSilent, string line)
        {
            lock (gate)
            {
                (isSilent ? TextWriter.Null : context.Talk).WriteLine($"hypernet: {line}");
            }
        }
    }

    private static int ExitCodeOf(LocalRunEnd end, RunSignals signals, Action<string> say)
    {
        if (signals.Ending is { } signal)
        {
            var ways = end.Ranks.GroupBy(rank => rank.How, (how, ranks) => $"{Readable.Count(ranks.Count(), "rank")} {how}");
            say($"interrupted by {signal}: {string.Join(", ", ways)}");
            return signals.ExitCode;
        }

        if (end.IsTimedOut)
        {
            say("ended by --timeout");
            return ExitCode.TimedOut;
        }

        return end.IsOutputGone ? ExitCode.BrokenPipe : end.ExitCode;
    }

    private static int ParseRanks(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int ranks) && ranks is > 0 and <= LocalRun.MaximumRanks)
        {
            return ranks;
        }

        result.AddError($"\"{text}\" is no number of ranks: write 1 to {LocalRun.MaximumRanks}.");
        return 0;
    }

    private static ScheduledKill[]? ParseKills(ArgumentResult result)
    {
        var kills = new List<ScheduledKill>();
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            if (ScheduledKill.Parse(text) is { } kill)
            {
                kills.Add(kill);
            }
            else
            {
                result.AddError($"\"{text}\" is no kill: write rank@time or rank@operations, such as 3@1s or 3@2op.");
            }
        }

        return [.. kills];
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ScheduledKill.ParseTime(text) is { } time && time > TimeSpan.Zero)
        {
            return time;
        }

        result.AddError($"\"{text}\" is no time above zero: write 200ms, 30s or 5min, at most a day.");
        return null;
    }
}
