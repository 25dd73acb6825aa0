using System.Text.Json;
using Hypernet.EventStore;
using Hypernet.Indexer.Projections;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Reads the documents of a projection.</summary>
internal sealed class TableReader<T>(IRowReader rows, Table<T> table)
    where T : class
{
    public async ValueTask<T?> FindAsync(string key, CancellationToken cancellationToken) =>
        await rows.FindRowAsync(table.Name, key, cancellationToken) is { } row ? Read(row) : null;

    public async ValueTask<Listing<T>> ListAsync(RowQuery query, CancellationToken cancellationToken)
    {
        var page = await rows.QueryAsync(query, cancellationToken);
        return new Listing<T>([.. page.Rows.Select(Read)], page.Next, page.Position);
    }

    private T Read(Row row) => JsonSerializer.Deserialize(row.Value.Span, table.Type)
        ?? throw new JsonException($"Row {row.Key} of {row.Projection} is null: rebuild the projection.");
}
