using System.Text.Json;
using Hypernet.EventStore;

namespace Hypernet.Indexer.Projections;

/// <summary>Documents of one transaction: each is read once, and written once per block however often it changed.</summary>
internal sealed class RowBuffer(IEventTransaction transaction)
{
    private readonly Dictionary<(string Projection, string Key), object?> _documents = [];
    private readonly Dictionary<(string Projection, string Key), Func<Row>> _changed = [];

    /// <summary>The document of this key, or null.</summary>
    public async ValueTask<T?> FindAsync<T>(Table<T> table, string key, CancellationToken cancellationToken)
        where T : class
    {
        if (!_documents.TryGetValue((table.Name, key), out object? document))
        {
            document = await transaction.FindRowAsync(table.Name, key, cancellationToken) is { } row
                ? JsonSerializer.Deserialize(row.Value.Span, table.Type)
                : null;
            _documents.Add((table.Name, key), document);
        }

        return (T?)document;
    }

    /// <summary>Keeps a document, new or in place of the one of its key.</summary>
    public void Put<T>(Table<T> table, string key, T document)
        where T : class
    {
        _documents[(table.Name, key)] = document;
        _changed[(table.Name, key)] = () => new Row(
            table.Name, key, table.Order(document), table.Terms(document), JsonSerializer.SerializeToUtf8Bytes(document, table.Type));
    }

    /// <summary>Writes what has changed, as rows of the block that the transaction is at.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var row in _changed.Values)
        {
            await transaction.PutRowAsync(row(), cancellationToken);
        }

        _changed.Clear();
    }
}
