namespace Hypernet.Client;

/// <summary>The terms of a job, as they hold on chain now: a price that was raised, an auction that was extended. Amounts are decimal strings in <see cref="Wire.AmountUnit"/>.</summary>
public sealed record TermsView
{
    /// <summary>The most the buyer pays one seller for one checkpoint.</summary>
    public required string UnitPrice { get; init; }

    /// <summary>What a seller locks per checkpoint.</summary>
    public required string UnitCollateral { get; init; }

    /// <summary>Number of groups.</summary>
    public required int Groups { get; init; }

    /// <summary>Sellers per group.</summary>
    public required int Replication { get; init; }

    /// <summary>Equal tags that decide a checkpoint of a group.</summary>
    public required int Quorum { get; init; }

    /// <summary>Number of checkpoints.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The window to compute and commit in, in seconds.</summary>
    public required long WorkSeconds { get; init; }

    /// <summary>The window to reveal in, in seconds.</summary>
    public required long RevealSeconds { get; init; }

    /// <summary>The job's budget of frozen time, in seconds.</summary>
    public required long RecruitSeconds { get; init; }

    /// <summary>Until when sellers may sign.</summary>
    public required DateTimeOffset SignDeadline { get; init; }

    /// <summary>Until when sellers may take slots from each other for less; null without an auction.</summary>
    public DateTimeOffset? AuctionEnd { get; init; }

    /// <summary>What happens to a group without a quorum: Abort or Restart.</summary>
    public required string OnLoss { get; init; }

    /// <summary>What a seller's machine must offer.</summary>
    public required RequirementsView Requirements { get; init; }
}
