using System.Collections.Immutable;

namespace Hypernet.Runtime.Launching;

/// <summary>What is run on this machine, as how many ranks, and what happens to them.</summary>
public sealed record LocalRunOptions
{
    /// <summary>The program and its arguments, each rank the same: a name on PATH or a path. It runs as this process' user, without a sandbox.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>How many ranks. Range: 1 to <see cref="LocalRun.MaximumRanks"/>.</summary>
    public required int Ranks { get; init; }

    /// <summary>
    /// How many programs each rank has. All of a rank are given the same and must give the same; the run goes on, with nothing missing, as
    /// long as <see cref="ReplicaQuorum"/> of each rank's live. Default: 1. Range: at least 1; times <see cref="Ranks"/> at most <see cref="LocalRun.MaximumRanks"/>.
    /// </summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How many replicas of every rank the run needs. Default: the least that is more than half. Range: from there to <see cref="Replicas"/>.</summary>
    public int? ReplicaQuorum { get; init; }

    /// <summary>The folder that the programs start in. Default: that of this process.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>The folder of each rank's input, by rank. Default: none.</summary>
    public ImmutableArray<string> InputFolders { get; init; } = [];

    /// <summary>How many checkpoints the programs are told. Default: 0, for programs without any. Range: at least 0.</summary>
    public int Checkpoints { get; init; }

    /// <summary>What the programs' seeds follow from: runs with equal ones draw alike. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Ranks that are killed on purpose. Default: none.</summary>
    public ImmutableArray<ScheduledKill> Kills { get; init; } = [];

    /// <summary>Whether the first rank that fails ends the others, as under mpirun. Default: the others go on.</summary>
    public bool AbortsOnFailure { get; init; }

    /// <summary>After this the ranks are ended. Default: never. Range: above 0.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How long a collective waits before <see cref="Tell"/> is told for whom. Default: 10 s. Range: above 0.</summary>
    public TimeSpan WaitingAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether each line of output begins with its rank. Default: yes.</summary>
    public bool IsLabelled { get; init; } = true;

    /// <summary>Where the ranks' standard output goes; flushed at each line.</summary>
    public required Stream Output { get; init; }

    /// <summary>Where the ranks' standard error and logs go; flushed at each line.</summary>
    public required Stream Error { get; init; }

    /// <summary>Told one line at a time what happens beside the output: who ended how, who waits for whom.</summary>
    public required Action<string> Tell { get; init; }

    /// <summary>Told what is of interest only when something is wrong. Default: nobody.</summary>
    public Action<string> TellMore { get; init; } = _ => { };

    internal int Slots => Ranks * Replicas;

    internal int Quorum => ReplicaQuorum ?? ((Replicas / 2) + 1);
}
