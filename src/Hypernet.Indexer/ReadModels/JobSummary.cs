using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>A job as a list shows it.</summary>
public sealed record JobSummary
{
    /// <summary>The job's contract.</summary>
    public required Account Job { get; init; }

    /// <summary>Who placed it.</summary>
    public required Account Buyer { get; init; }

    /// <summary>The code that it runs.</summary>
    public required Account Implementation { get; init; }

    /// <summary>Whether that code is the genesis implementation or was listed by vote when the job was placed; else the job is custom.</summary>
    public required bool IsListed { get; init; }

    /// <summary>The terms as they hold now: a price that was raised, an auction that was extended.</summary>
    public required Terms Terms { get; init; }

    /// <summary>Ids of the libraries that its program uses.</summary>
    public required IReadOnlyList<Bytes32> Libraries { get; init; }

    /// <summary>Where the buyer says that the program is.</summary>
    public required string ManifestUri { get; init; }

    /// <summary>The block that it was placed in.</summary>
    public required Block Placed { get; init; }

    /// <summary>Its place in the order in which jobs were placed.</summary>
    public required long Order { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Why it was aborted, if it was.</summary>
    public required AbortReason AbortReason { get; init; }

    /// <summary>When the buyer announced that it wants the job to end; null if it has not.</summary>
    public DateTimeOffset? AnnouncedAt { get; init; }

    /// <summary>Whether the buyer has ended it before its last checkpoint.</summary>
    public bool IsTerminated { get; init; }

    /// <summary>Every account that has or had a tenure in it, in the order they came.</summary>
    public required IReadOnlyList<Account> Sellers { get; init; }

    /// <summary>How many of them hold a slot or rank now.</summary>
    public required int Seated { get; init; }

    /// <summary>The checkpoint that is worked on, from 1; 0 before the start.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>Cells that were settled as honest.</summary>
    public required int SettledCells { get; init; }

    /// <summary>The block of its last event.</summary>
    public required Block LastBlock { get; init; }

    /// <summary>The place of its last event in the order of the chain.</summary>
    public required long LastOrder { get; init; }

    /// <summary>Why its events can no longer be followed; null while they can. Only a custom job can tell nonsense.</summary>
    public string? Fault { get; init; }
}
