namespace Hypernet.EventStore.Sqlite;

internal sealed partial class SqliteTransaction
{
    private (BlockRecord Block, long Id)? _applied;
    private long? _lastLog;
    private long _lastLogPosition;
    private int _lastIndex = -1;

    public ValueTask<BlockRecord?> FindTipAsync(CancellationToken cancellationToken = default) => Do(() => FindTip()?.Block);

    public ValueTask<bool> ApplyAsync(Block block, BlockState state, CancellationToken cancellationToken = default) => Do(() =>
    {
        var known = FindBlock("b.hash = $1", block.Hash.ToArray());
        if (known is { Block.State: not BlockState.Reverted })
        {
            return false;
        }

        LedgerRules.CheckOrder(block, state, FindTip()?.Block);
        long id = (long)_writer["""
            INSERT INTO block (number, hash, parent, time, state, position) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (hash) DO UPDATE SET state = excluded.state, position = excluded.position RETURNING id
            """].Scalar(
            block.Number, block.Hash.ToArray(), block.Parent.ToArray(), block.Time.ToUnixTimeSeconds(), (int)state, Position + 1)!;
        Append(EntryKind.BlockApplied, id);
        _applied = _current = (new BlockRecord(block, state, Position), id);
        _lastLog = null;
        _lastIndex = -1;
        return true;
    });

    public ValueTask<long> AppendAsync(
        ChainLog log, StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default) => Do(() =>
    {
        LedgerRules.CheckLog(_applied?.Block.Block, log, _lastIndex);
        Join(stream, expected, Position + 1);
        // The log is there already when its block was applied before, and reverted.
        _lastLog = (long)_writer["""
            INSERT INTO log (block_id, log_index, transaction_hash, address, topics, data) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (block_id, log_index) DO UPDATE SET log_index = excluded.log_index RETURNING id
            """].Scalar(
            _applied!.Value.Id, log.Index, log.Transaction.ToArray(), log.Address.ToArray(), Columns.JoinTopics(log.Topics), log.Data.ToArray())!;
        Append(EntryKind.Log, _applied.Value.Id, _lastLog);
        _lastIndex = log.Index;
        _lastLogPosition = Position;
        return Position;
    });

    public ValueTask LinkAsync(StreamName stream, ExpectedVersion expected = default, CancellationToken cancellationToken = default) => Do(() =>
    {
        LastLog();
        Join(stream, expected, _lastLogPosition);
    });

    public ValueTask DiscoverAsync(ContractAddress child, CancellationToken cancellationToken = default) =>
        Do(() =>
        {
            var (block, log) = LastLog();
            Append(EntryKind.ChildDiscovered, block, log, child.ToArray());
        });

    public ValueTask<BlockRecord?> RevertAsync(CancellationToken cancellationToken = default) => Do(() =>
    {
        if (FindTip() is not { } tip)
        {
            return null;
        }

        Undo(tip.Id);
        _writer["""
            UPDATE stream SET version = version - (SELECT count(*) FROM stream_entry s WHERE s.stream_id = stream.id AND s.position >= $1)
            WHERE id IN (SELECT stream_id FROM stream_entry WHERE position >= $1)
            """].Run(tip.Block.Position);
        _writer["DELETE FROM stream_entry WHERE position >= $1"].Run(tip.Block.Position);
        _writer["UPDATE block SET state = 1 WHERE id = $1"].Run(tip.Id);
        Append(EntryKind.BlockReverted, tip.Id);
        _applied = _current = null;
        _lastLog = null;
        return tip.Block;
    });

    public ValueTask<bool> FinalizeAsync(long number, CancellationToken cancellationToken = default) => Do(() =>
    {
        if (FindBlock("b.state <> 1 AND b.number <= $1", number) is not { Block.State: BlockState.Canonical } newest)
        {
            return false;
        }

        Append(EntryKind.Finalized, newest.Id);
        long height = newest.Block.Block.Number;
        _writer["DELETE FROM undo WHERE block_id IN (SELECT id FROM block WHERE state = 0 AND number <= $1)"].Run(height);
        _writer["UPDATE block SET state = 2 WHERE state = 0 AND number <= $1"].Run(height);
        return true;
    });

    public ValueTask<IReadOnlyList<Entry>> ReadCanonicalAsync(long after, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return Do<IReadOnlyList<Entry>>(() => _writer[
            $"SELECT {Columns.Entry} {Columns.FromEntry} WHERE e.position > $1 AND b.state <> 1 AND {Columns.IsCurrent} ORDER BY e.position LIMIT $2"]
            .All(Columns.ReadEntry, after, limit));
    }

    public ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return Do<IReadOnlyList<StreamEvent>>(() =>
            _writer[Columns.SelectStream].All(Columns.ReadStreamEvent, stream.ToString(), afterVersion, limit));
    }

    private (BlockRecord Block, long Id)? FindTip() => FindBlock("b.state <> 1 AND b.number <= $1", long.MaxValue);

    private (BlockRecord Block, long Id)? FindBlock(string condition, object argument) =>
        _writer[$"SELECT {Columns.Block} FROM block b WHERE {condition} ORDER BY b.number DESC LIMIT 1"]
            .First<(BlockRecord, long)?>(reader => Columns.ReadBlockAndId(reader), argument);

    private void Append(EntryKind kind, long block, long? log = null, byte[]? child = null)
    {
        _writer["INSERT INTO entry (position, kind, block_id, log_id, child) VALUES ($1, $2, $3, $4, $5)"]
            .Run(Position + 1, (int)kind, block, log, child);
        Position++;
    }

    private void Join(StreamName stream, ExpectedVersion expected, long position)
    {
        var known = _writer["SELECT id, version FROM stream WHERE name = $1"]
            .First<(long Id, long Version)?>(reader => (reader.GetInt64(0), reader.GetInt64(1)), stream.ToString());
        long version = known?.Version ?? 0;
        LedgerRules.CheckVersion(stream, expected, version);
        long id = known?.Id ?? (long)_writer["INSERT INTO stream (name, version) VALUES ($1, 0) RETURNING id"].Scalar(stream.ToString())!;
        _writer["UPDATE stream SET version = $2 WHERE id = $1"].Run(id, version + 1);
        _writer["INSERT INTO stream_entry (stream_id, version, position) VALUES ($1, $2, $3)"].Run(id, version + 1, position);
    }

    // What a log announced, or belongs to, is recorded directly after it.
    private (long Block, long Log) LastLog() =>
        _applied is { } applied && _lastLog is { } log ? (applied.Id, log) : throw LedgerRules.NoLog();
}
