namespace Hypernet.EventStore;

/// <summary>Reads the ledger. Each call sees one snapshot: never half a commit, never a hole between positions.</summary>
public interface IEventReader
{
    /// <summary>The most entries in one page.</summary>
    const int MaximumLimit = 10_000;

    /// <summary>The position of the newest entry, or 0 when there is none.</summary>
    ValueTask<long> GetPositionAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads entries after a position, oldest first.</summary>
    /// <param name="after">The last position that the reader has handled; 0 begins at the first entry.</param>
    /// <param name="limit">The most entries to return, 1 to <see cref="MaximumLimit"/>.</param>
    /// <param name="horizon">Which entries count.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<IReadOnlyList<Entry>> ReadAsync(
        long after, int limit, Horizon horizon = Horizon.Latest, CancellationToken cancellationToken = default);

    /// <summary>Reads the logs of one stream that are on the canonical branch now, oldest first.</summary>
    /// <param name="stream">The stream; one that does not exist is empty.</param>
    /// <param name="afterVersion">The last version that the reader has handled; 0 begins at the first log.</param>
    /// <param name="limit">The most logs to return, 1 to <see cref="MaximumLimit"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default);

    /// <summary>The block of this hash in any state, or null.</summary>
    ValueTask<BlockRecord?> FindBlockAsync(Word hash, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest block at or below <paramref name="number"/> that is canonical or final, or null. Far below finality
    /// only blocks with logs are stored.
    /// </summary>
    ValueTask<BlockRecord?> FindCanonicalAsync(long number, CancellationToken cancellationToken = default);

    /// <summary>The newest final block, or null.</summary>
    ValueTask<BlockRecord?> FindFinalAsync(CancellationToken cancellationToken = default);
}
