namespace Hypernet.EventStore;

/// <summary>
/// Entries and rows that become visible together, by <see cref="CommitAsync"/>, or not at all. Rows that are put belong
/// to the block applied (or replayed) last: when that block is reverted, they go back to what they were before it.
/// </summary>
public interface IEventTransaction : IAsyncDisposable
{
    /// <summary>The position of the newest entry, those of this transaction included.</summary>
    long Position { get; }

    /// <summary>The newest canonical or final block, or null.</summary>
    ValueTask<BlockRecord?> FindTipAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a block the newest canonical one.</summary>
    /// <param name="block">
    /// The block. Its parent is the newest canonical block, or it is final and higher than that one: empty blocks below
    /// finality may be left out.
    /// </param>
    /// <param name="state">Canonical, or Final for a block that needs no undo records.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False, and nothing happens, when the block is canonical or final already.</returns>
    /// <exception cref="BlockOrderException">The block does not follow the newest canonical one.</exception>
    ValueTask<bool> ApplyAsync(Block block, BlockState state, CancellationToken cancellationToken = default);

    /// <summary>Appends a log of the block applied last to the ledger and to a stream.</summary>
    /// <returns>Its position.</returns>
    /// <exception cref="StreamVersionException">The stream is not at the expected version.</exception>
    ValueTask<long> AppendAsync(
        ChainLog log, StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default);

    /// <summary>Makes the log appended last part of one more stream.</summary>
    /// <exception cref="StreamVersionException">The stream is not at the expected version.</exception>
    ValueTask LinkAsync(StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default);

    /// <summary>Records that the log appended last announced a contract.</summary>
    ValueTask DiscoverAsync(ContractAddress child, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reverts the newest canonical block and restores its rows. Where it was final there are no undo records: reset and
    /// replay the projections then.
    /// </summary>
    /// <returns>The block as it was, or null when there is none.</returns>
    ValueTask<BlockRecord?> RevertAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes the canonical block at or below <paramref name="number"/>, and all before it, final; drops their undo records.</summary>
    /// <returns>False, and nothing happens, when there is no such block or it is final already.</returns>
    ValueTask<bool> FinalizeAsync(long number, CancellationToken cancellationToken = default);

    /// <summary>The row of this key as this transaction sees it, or null.</summary>
    ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default);

    /// <summary>Writes a row, new or in place of the one of its key.</summary>
    ValueTask PutRowAsync(Row row, CancellationToken cancellationToken = default);

    /// <summary>Drops all rows of a projection and their undo records, and notes the version of the code that will write them.</summary>
    ValueTask ResetProjectionAsync(string name, int version, CancellationToken cancellationToken = default);

    /// <summary>Reads canonical and final blocks, their logs and children, in the chain's order, as this transaction sees them.</summary>
    /// <param name="after">The last position read; 0 begins at the first.</param>
    /// <param name="limit">The most entries to return, 1 to <see cref="IEventReader.MaximumLimit"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<IReadOnlyList<Entry>> ReadCanonicalAsync(long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads the logs of one stream that are on the canonical branch, oldest first, as this transaction sees them.</summary>
    /// <param name="stream">The stream; one that does not exist is empty.</param>
    /// <param name="afterVersion">The last version read; 0 begins at the first log.</param>
    /// <param name="limit">The most logs to return, 1 to <see cref="IEventReader.MaximumLimit"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default);

    /// <summary>Makes rows that are put from here on belong to a block that is in the ledger already.</summary>
    ValueTask ReplayAsync(Block block, CancellationToken cancellationToken = default);

    /// <summary>Makes everything visible and wakes those who wait for it. Nothing else may be called afterwards.</summary>
    ValueTask CommitAsync(CancellationToken cancellationToken = default);
}
