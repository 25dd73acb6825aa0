using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Which jobs are listed, the newest first.</summary>
public sealed record JobQuery
{
    /// <summary>Only jobs that stand there. Default: null, all.</summary>
    public JobStatus? Status { get; init; }

    /// <summary>Only jobs that this account placed. Default: null, all.</summary>
    public Account? Buyer { get; init; }

    /// <summary>Only jobs that this account has or had a tenure in. Default: null, all.</summary>
    public Account? Seller { get; init; }

    /// <summary>Where the page begins, from <see cref="Listing{T}.Next"/>. Default: null, the first page.</summary>
    public RowCursor? After { get; init; }

    /// <summary>The most jobs in the page. Default: 100. Range: 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
