namespace Hypernet.EventStore.Sqlite;

internal sealed partial class SqliteTransaction
{
    private (BlockRecord Block, long Id)? _current;

    public ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default) =>
        Do(() => FindRow(projection, key));

    public ValueTask PutRowAsync(Row row, CancellationToken cancellationToken = default) => Do(() =>
    {
        long? projection = FindProjection(row.Projection);
        LedgerRules.CheckRow(row, _current?.Block.Block, projection is not null);
        var before = FindRow(row.Projection, row.Key);
        if (_current!.Value.Block.State == BlockState.Canonical)
        {
            // The first write of the block keeps what was before the block.
            _writer["INSERT OR IGNORE INTO undo (block_id, projection_id, key, sort, terms, value) VALUES ($1, $2, $3, $4, $5, $6)"].Run(
                _current.Value.Id, projection, row.Key, before?.Order, before is null ? null : Columns.JoinTerms(before.Terms), before?.Value.ToArray());
        }

        Replace(projection!.Value, row.Key, before, row);
    });

    public ValueTask ResetProjectionAsync(string name, int version, CancellationToken cancellationToken = default) => Do(() =>
    {
        object id = _writer["""
            INSERT INTO projection (name, version) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version RETURNING id
            """].Scalar(name, version)!;
        _writer["DELETE FROM row WHERE projection_id = $1"].Run(id);
        _writer["DELETE FROM term WHERE projection_id = $1"].Run(id);
        _writer["DELETE FROM undo WHERE projection_id = $1"].Run(id);
    });

    public ValueTask ReplayAsync(Block block, CancellationToken cancellationToken = default) => Do(() =>
    {
        _current = FindBlock("b.hash = $1", block.Hash.ToArray()) is { Block.State: not BlockState.Reverted } known
            ? known
            : throw LedgerRules.NotCanonical(block);
        _applied = null;
        _lastLog = null;
    });

    private long? FindProjection(string name) => (long?)_writer["SELECT id FROM projection WHERE name = $1"].Scalar(name);

    private Row? FindRow(string projection, string key) =>
        _writer[$"SELECT {Columns.Row} {Columns.FromRow} WHERE p.name = $1 AND r.key = $2"]
            .First(reader => Columns.ReadRow(projection, reader), projection, key);

    private void Undo(long block)
    {
        var undone = _writer["""
            SELECT u.key, u.sort, u.terms, u.value, p.name, p.id FROM undo u JOIN projection p ON p.id = u.projection_id WHERE u.block_id = $1
            """].All(
            reader => (
                Projection: reader.GetInt64(5),
                Name: reader.GetString(4),
                Key: reader.GetString(0),
                Before: reader.IsDBNull(1) ? null : Columns.ReadRow(reader.GetString(4), reader)),
            block);
        foreach (var (projection, name, key, before) in undone)
        {
            Replace(projection, key, FindRow(name, key), before);
        }

        _writer["DELETE FROM undo WHERE block_id = $1"].Run(block);
    }

    private void Replace(long projection, string key, Row? before, Row? after)
    {
        bool keepsTerms = before is not null && after is not null && before.Order == after.Order && before.Terms.SequenceEqual(after.Terms);
        if (!keepsTerms)
        {
            foreach (string term in before?.Terms ?? [])
            {
                _writer["DELETE FROM term WHERE projection_id = $1 AND term = $2 AND sort = $3 AND key = $4"]
                    .Run(projection, term, before!.Order, key);
            }
        }

        if (after is null)
        {
            _writer["DELETE FROM row WHERE projection_id = $1 AND key = $2"].Run(projection, key);
            return;
        }

        _writer["""
            INSERT INTO row (projection_id, key, sort, terms, value) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (projection_id, key) DO UPDATE SET sort = excluded.sort, terms = excluded.terms, value = excluded.value
            """].Run(projection, key, after.Order, Columns.JoinTerms(after.Terms), after.Value.ToArray());
        if (!keepsTerms)
        {
            foreach (string term in after.Terms)
            {
                _writer["INSERT INTO term (projection_id, term, sort, key) VALUES ($1, $2, $3, $4)"].Run(projection, term, after.Order, key);
            }
        }
    }
}
