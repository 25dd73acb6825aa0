namespace Hypernet.Client;

/// <summary>How the jobs of a buyer ended, as far as their kind is listed.</summary>
public sealed record BuyerRecordView
{
    /// <summary>Jobs of which the last checkpoint was settled.</summary>
    public required int Completed { get; init; }

    /// <summary>Jobs that were cancelled before they started.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Jobs that it ended before their last checkpoint.</summary>
    public required int Terminated { get; init; }

    /// <summary>Jobs that were aborted.</summary>
    public required int Aborted { get; init; }
}
