using Hypernet.Testing;

namespace Hypernet.EventStore.Sqlite;

public sealed class SqliteEventStoreTests : EventStoreTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _stores;

    public void Dispose() => _folder.Dispose();

    protected override async ValueTask<IEventStore> OpenAsync() =>
        await SqliteEventStore.OpenAsync(_folder.Of($"{_stores++}.db"), Sample.Chain);
}
