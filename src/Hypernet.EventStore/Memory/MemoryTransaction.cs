using System.Collections.Immutable;

namespace Hypernet.EventStore.Memory;

internal sealed class MemoryTransaction(MemoryState state, Action<MemoryState> publish, SemaphoreSlim writer) : IEventTransaction
{
    private MemoryState _state = state;
    private Block? _applied;
    private Block? _current;
    private int _lastIndex = -1;
    private bool _isOver;

    public long Position => _state.Position;

    public ValueTask<BlockRecord?> FindTipAsync(CancellationToken cancellationToken = default) => new(_state.Tip);

    public ValueTask<bool> ApplyAsync(Block block, BlockState state, CancellationToken cancellationToken = default)
    {
        if (_state.Blocks.TryGetValue(block.Hash, out var known) && known.State != BlockState.Reverted)
        {
            return new(false);
        }

        LedgerRules.CheckOrder(block, state, _state.Tip);
        Append(new Entry.BlockApplied(Position + 1, block));
        _state = _state with
        {
            Blocks = _state.Blocks.SetItem(block.Hash, new BlockRecord(block, state, Position)),
            Canonical = _state.Canonical.Add(block.Hash),
        };
        _applied = _current = block;
        _lastIndex = -1;
        return new(true);
    }

    public ValueTask<long> AppendAsync(
        ChainLog log, StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLog(_applied, log, _lastIndex);
        var streams = Join(stream, expected, Position + 1);
        Append(new Entry.Log(Position + 1, _applied!, log));
        _state = _state with { Streams = streams };
        _lastIndex = log.Index;
        return new(Position);
    }

    public ValueTask LinkAsync(StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default)
    {
        _state = _state with { Streams = Join(stream, expected, LastLog().Position) };
        return ValueTask.CompletedTask;
    }

    public ValueTask DiscoverAsync(ContractAddress child, CancellationToken cancellationToken = default)
    {
        Append(new Entry.ChildDiscovered(Position + 1, LastLog().Block, child));
        return ValueTask.CompletedTask;
    }

    public ValueTask<BlockRecord?> RevertAsync(CancellationToken cancellationToken = default)
    {
        if (_state.Tip is not { } tip)
        {
            return new((BlockRecord?)null);
        }

        var rows = _state.Rows;
        foreach (var (key, before) in _state.Undo.GetValueOrDefault(tip.Block.Hash, ImmutableDictionary<(string, string), Row?>.Empty))
        {
            rows = before is null ? rows.Remove(key) : rows.SetItem(key, before);
        }

        Append(new Entry.BlockReverted(Position + 1, tip.Block));
        _state = _state with
        {
            Blocks = _state.Blocks.SetItem(tip.Block.Hash, tip with { State = BlockState.Reverted }),
            Canonical = _state.Canonical.RemoveAt(_state.Canonical.Count - 1),
            Streams = _state.Streams.ToImmutableDictionary(
                pair => pair.Key, pair => pair.Value.RemoveAll(position => position >= tip.Position)),
            Rows = rows,
            Undo = _state.Undo.Remove(tip.Block.Hash),
        };
        _applied = _current = null;
        return new(tip);
    }

    public ValueTask<bool> FinalizeAsync(long number, CancellationToken cancellationToken = default)
    {
        if (_state.FindCanonical(block => block.Block.Number <= number) is not { State: BlockState.Canonical } newest)
        {
            return new(false);
        }

        Append(new Entry.Finalized(Position + 1, newest.Block));
        foreach (var hash in _state.Canonical.Where(hash => _state.Blocks[hash].Block.Number <= newest.Block.Number))
        {
            _state = _state with
            {
                Blocks = _state.Blocks.SetItem(hash, _state.Blocks[hash] with { State = BlockState.Final }),
                Undo = _state.Undo.Remove(hash),
            };
        }

        return new(true);
    }

    public ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default) =>
        new(_state.Rows.GetValueOrDefault((projection, key)));

    public ValueTask PutRowAsync(Row row, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckRow(row, _current, _state.Projections.ContainsKey(row.Projection));
        var key = (row.Projection, row.Key);
        var block = _current!;
        if (_state.Blocks[block.Hash].State == BlockState.Canonical)
        {
            var before = _state.Undo.GetValueOrDefault(block.Hash, ImmutableDictionary<(string, string), Row?>.Empty);
            if (!before.ContainsKey(key))
            {
                before = before.Add(key, _state.Rows.GetValueOrDefault(key));
                _state = _state with { Undo = _state.Undo.SetItem(block.Hash, before) };
            }
        }

        _state = _state with { Rows = _state.Rows.SetItem(key, row) };
        return ValueTask.CompletedTask;
    }

    public ValueTask ResetProjectionAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        _state = _state with
        {
            Rows = _state.Rows.RemoveRange(_state.Rows.Keys.Where(key => key.Projection == name)),
            Undo = _state.Undo.ToImmutableDictionary(
                pair => pair.Key, pair => pair.Value.RemoveRange(pair.Value.Keys.Where(key => key.Projection == name))),
            Projections = _state.Projections.SetItem(name, version),
        };
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Entry>> ReadCanonicalAsync(long after, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return new(_state.ReadCanonical(after, limit));
    }

    public ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return new(_state.ReadStream(stream, afterVersion, limit));
    }

    public ValueTask ReplayAsync(Block block, CancellationToken cancellationToken = default)
    {
        if (!_state.Canonical.Contains(block.Hash))
        {
            throw LedgerRules.NotCanonical(block);
        }

        _current = block;
        _applied = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        publish(_state);
        return DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            writer.Release();
        }

        return ValueTask.CompletedTask;
    }

    private void Append(Entry entry) => _state = _state with { Entries = _state.Entries.Add(entry) };

    private ImmutableDictionary<StreamName, ImmutableList<long>> Join(StreamName stream, ExpectedVersion expected, long position)
    {
        var logs = _state.Streams.GetValueOrDefault(stream, []);
        LedgerRules.CheckVersion(stream, expected, logs.Count);
        return _state.Streams.SetItem(stream, logs.Add(position));
    }

    // Only directly after its log: what the log announced or belongs to is part of the same fact.
    private Entry.Log LastLog() =>
        _lastIndex >= 0 && _applied is not null
            ? (Entry.Log)_state.Entries.FindLast(entry => entry is Entry.Log)!
            : throw LedgerRules.NoLog();
}
