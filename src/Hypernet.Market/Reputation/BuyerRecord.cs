namespace Hypernet.Market;

/// <summary>How the jobs of a buyer ended, as far as their kind is listed: a pure fold of the events of Reputation.</summary>
/// <param name="Buyer">The buyer.</param>
public sealed record BuyerRecord(Account Buyer)
{
    /// <summary>Jobs of which the last checkpoint was settled.</summary>
    public int Completed { get; init; }

    /// <summary>Jobs that were cancelled before they started.</summary>
    public int Cancelled { get; init; }

    /// <summary>Jobs that it ended before their last checkpoint.</summary>
    public int Terminated { get; init; }

    /// <summary>Jobs that were aborted.</summary>
    public int Aborted { get; init; }

    /// <summary>The record after one more job.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is not known.</exception>
    public BuyerRecord When(ReputationEvent.BuyerRecorded recorded) => recorded.Outcome switch
    {
        BuyerOutcome.Completed => this with { Completed = Completed + 1 },
        BuyerOutcome.Cancelled => this with { Cancelled = Cancelled + 1 },
        BuyerOutcome.Terminated => this with { Terminated = Terminated + 1 },
        BuyerOutcome.Aborted => this with { Aborted = Aborted + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(recorded), recorded.Outcome, "The contracts know no such outcome."),
    };
}
