using Hypernet.Agent.Accords;
using Hypernet.Agent.Accusations;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Duties;

/// <summary>All that decides what a seller has to do in a job: what the chain says, and what this machine has computed.</summary>
internal sealed record Situation
{
    /// <summary>The job, folded from its events up to <see cref="Block"/>.</summary>
    public required JobState Job { get; init; }

    /// <summary>The chain's id.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The seller.</summary>
    public required Account Seller { get; init; }

    /// <summary>The newest block.</summary>
    public required ulong Block { get; init; }

    /// <summary>The newest block's time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The block in which the own group's round began.</summary>
    public required ulong RoundBegan { get; init; }

    /// <summary>The record of what this machine has computed in a round and keeps on disk; null for none.</summary>
    public required Func<RoundContext, CheckpointRecord?> RecordOf { get; init; }

    /// <summary>Whether the program cannot go on for a reason that lies outside this machine. Default: false.</summary>
    public bool IsHeldUp { get; init; }

    /// <summary>Whom of its group the seller accuses of having altered a result, and who does so too. Default: nobody.</summary>
    public Accusation? Accusation { get; init; }

    /// <summary>
    /// How far the sellers are in settling by signatures what the seller is about to commit, from then on; null where they do not speak with each other.
    /// Default: nowhere.
    /// </summary>
    public Func<CheckpointRecord.Reached, Agreement?> AgreementOn { get; init; } = _ => null;

    /// <summary>What ranks of the own group have bound themselves to in a round, with their signatures. Default: nobody to anything.</summary>
    public Func<RoundContext, IEnumerable<(CommitPledge Pledge, Signature Signature)>> PledgesIn { get; init; } = _ => [];

    /// <summary>The round that a group is in.</summary>
    public RoundContext RoundOf(JobGroup group) =>
        new(ChainId, Job.Job, (uint)Job.Checkpoint, (uint)group.Attempt, (uint)group.Id);
}
