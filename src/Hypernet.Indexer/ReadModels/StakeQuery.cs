using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Asks for stakes of which something is left, by user, then peer.</summary>
public sealed record StakeQuery
{
    /// <summary>Only those of this user. Default: null, of all.</summary>
    public Account? User { get; init; }

    /// <summary>Only those behind this peer. Default: null, behind all.</summary>
    public Account? Peer { get; init; }

    /// <summary>Where the page begins, from <see cref="Listing{T}.Next"/>. Default: null, the first page.</summary>
    public RowCursor? After { get; init; }

    /// <summary>The most stakes in the page. Default: 100. Range: 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
