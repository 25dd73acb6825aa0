namespace Hypernet.Market;

/// <summary>What a buyer offers and asks for; constant for the life of the job (contracts.md §2).</summary>
/// <param name="UnitPrice">The most that one seller is paid for one checkpoint; <see cref="JobState.UnitPrice"/> tells what the buyer has raised it to.</param>
/// <param name="UnitCollateral">What a seller locks for each checkpoint.</param>
/// <param name="Groups">Replication groups, from 1.</param>
/// <param name="Replication">Replicas of a group, 1–16.</param>
/// <param name="Quorum">Equal results that carry a checkpoint; more than half of the replication.</param>
/// <param name="Checkpoints">Checkpoints, from 1.</param>
/// <param name="Work">From the begin of a round to the last commitment, in whole seconds.</param>
/// <param name="Reveal">From the close of commitments to the last reveal, in whole seconds; once more as long for opening the digest.</param>
/// <param name="Recruit">Frozen time that the whole job has to find new sellers, in whole seconds.</param>
/// <param name="SignDeadline">Until when sellers sign.</param>
/// <param name="AuctionEnd">Until when slots are underbid; <see langword="null"/> without an auction.</param>
/// <param name="OnLoss">What a round without a majority leads to.</param>
/// <param name="Numerics">Zero for portable results, else the hash of the known-answer test of a class of CPUs.</param>
/// <param name="SpecHash">SHA-256 of the program's package.</param>
/// <param name="LeastStake">Stake that must be behind a seller.</param>
/// <param name="LeastPoints">Points that a seller must have.</param>
/// <param name="MostStrikes">Strikes that a seller may have.</param>
/// <param name="Requirements">The least that a seller's machine must offer.</param>
public sealed record Terms(
    Amount UnitPrice,
    Amount UnitCollateral,
    int Groups,
    int Replication,
    int Quorum,
    int Checkpoints,
    TimeSpan Work,
    TimeSpan Reveal,
    TimeSpan Recruit,
    DateTimeOffset SignDeadline,
    DateTimeOffset? AuctionEnd,
    LossPolicy OnLoss,
    Bytes32 Numerics,
    Bytes32 SpecHash,
    Amount LeastStake,
    Amount LeastPoints,
    int MostStrikes,
    Requirements Requirements)
{
    /// <summary>Ranks of the job: groups × replication.</summary>
    public int Ranks => Groups * Replication;

    /// <summary>What a seller locks that signs for the whole job.</summary>
    public Amount FullCollateral => UnitCollateral * (UInt128)Checkpoints;
}
