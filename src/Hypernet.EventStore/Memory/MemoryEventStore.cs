namespace Hypernet.EventStore.Memory;

/// <summary>A store that lives as long as its process: each commit replaces one immutable state by the next.</summary>
public sealed class MemoryEventStore(ChainIdentity chain) : IEventStore
{
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly PositionSignal _signal = new(0);
    private volatile MemoryState _state = MemoryState.Empty;

    /// <inheritdoc/>
    public ChainIdentity Chain => chain;

    /// <inheritdoc/>
    public ValueTask<long> GetPositionAsync(CancellationToken cancellationToken = default) => new(_state.Position);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Entry>> ReadAsync(
        long after, int limit, Horizon horizon = Horizon.Latest, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return new(_state.Read(after, limit, horizon));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return new(_state.ReadStream(stream, afterVersion, limit));
    }

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindBlockAsync(Word hash, CancellationToken cancellationToken = default) =>
        new(_state.Blocks.GetValueOrDefault(hash));

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindCanonicalAsync(long number, CancellationToken cancellationToken = default) =>
        new(_state.FindCanonical(block => block.Block.Number <= number));

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindFinalAsync(CancellationToken cancellationToken = default) =>
        new(_state.FindCanonical(block => block.State == BlockState.Final));

    /// <inheritdoc/>
    public ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default) =>
        new(_state.Rows.GetValueOrDefault((projection, key)));

    /// <inheritdoc/>
    public ValueTask<RowPage> QueryAsync(RowQuery query, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckQuery(query);
        return new(_state.Query(query));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProjectionInfo>> ReadProjectionsAsync(CancellationToken cancellationToken = default)
    {
        var state = _state;
        return new([.. state.Projections.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new ProjectionInfo(pair.Key, pair.Value, state.Position))]);
    }

    /// <inheritdoc/>
    public ValueTask<long> WaitAsync(long position, CancellationToken cancellationToken = default) =>
        _signal.WaitAsync(position, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IEventTransaction> BeginAsync(Durability durability, CancellationToken cancellationToken = default)
    {
        await _writer.WaitAsync(cancellationToken);
        return new MemoryTransaction(_state, Publish, _writer);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _signal.Close(nameof(MemoryEventStore));
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Publish(MemoryState state)
    {
        _state = state;
        _signal.Publish(state.Position);
    }
}
