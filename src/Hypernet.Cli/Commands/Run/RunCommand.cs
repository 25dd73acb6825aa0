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

    private static readonly Option<int> Replication = new("--replication")
    {
        Description = "How many programs each rank has, which all compute the same: any of them may die, and nothing is missing. Default: 1.",
        HelpName = "count",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> Quorum = new("--quorum")
    {
        Description = "With --replication, how many of each rank's programs the run needs. Default: more than half.",
        HelpName = "count",
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "What programs find in HYPERNET_INPUT: a folder, or a file, which is cut by rows among the ranks if it is .csv, .tsv, .jsonl or .ndjson.",
        HelpName = "path",
    };

    private static readonly Option<ScheduledKill[]> Kills = new("--kill")
    {
        Description = "Kill a rank (SIGKILL) after a time (3@1s, 3@200ms), or once it has contributed to so many collectives (3@2op); with --replication one of its programs (3.1@1s). May be repeated.",
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

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "What job.seed of the programs follows from: runs with equal seeds draw alike. Default: 0.",
        HelpName = "number",
    };

    private static readonly Argument<string[]> Program = new("program")
    {
        Description = "The program and its arguments, after a --.",
        HelpName = "-- PROGRAM ARGS",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(CommandStreams streams) =>
        new Command("run", "Run a parallel program on this machine: -n ranks of it, which compute together and outlive each other.")
            .With(Ranks, Replication, Quorum, Input, Kills, Timeout, AbortOnFailure, NoLabel, Checkpoints, Seed, Program)
            .EndsWith(streams, (context, _) => RunAsync(context));

    private static async Task<int> RunAsync(CommandContext context)
    {
        int ranks = context.Get(Ranks);
        var kills = context.Get(Kills) ?? [];
        int replicas = context.Get(Replication);
        int? quorum = context.Get(Quorum);
        RequireReplication(ranks, replicas, quorum);
        RequireVictims(ranks, replicas, kills);

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
            Replicas = replicas,
            ReplicaQuorum = quorum,
            InputFolders = input?.Folders ?? [],
            Checkpoints = checkpoints,
            Seed = context.Get(Seed),
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

    private static void RequireReplication(int ranks, int replicas, int? quorum)
    {
        if (replicas < 1 || (long)ranks * replicas > LocalRun.MaximumRanks)
        {
            throw new CommandException(ExitCode.Misused, $"{Readable.Count(ranks, "rank")} cannot have {replicas} programs each: there are 1 to {LocalRun.MaximumRanks} in all");
        }

        if (quorum is { } count && (count > replicas || 2 * count <= replicas))
        {
            throw new CommandException(ExitCode.Misused, $"{count} of {replicas} is no quorum: it is more than half, and at most all");
        }
    }

    private static void RequireVictims(int ranks, int replicas, ScheduledKill[] kills)
    {
        foreach (var kill in kills)
        {
            if (kill.Rank >= ranks)
            {
                throw new CommandException(ExitCode.Misused, $"rank {kill.Rank} cannot be killed: there are ranks 0 to {ranks - 1}");
            }

            if (kill.Replica is null != (replicas == 1) || kill.Replica >= replicas)
            {
                throw new CommandException(ExitCode.Misused, replicas == 1
                    ? $"rank {kill.Rank} has one program: name it without a dot, or add --replication"
                    : $"rank {kill.Rank} has {replicas} programs: name one of {kill.Rank}.0 to {kill.Rank}.{replicas - 1}");
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
