using Hypernet.Client;
using Hypernet.Ethereum;
using Hypernet.EventStore.Sqlite;
using Hypernet.Server.Hosting;
using Hypernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypernet.Server;

/// <summary>The HTTP side of a server on a free loopback port, over a real store that the test writes as an indexer would.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebHost _host;

    private TestServer(TemporaryFolder folder, SqliteEventStore store, WebHost host, TestIndexer indexer)
    {
        _folder = folder;
        _host = host;
        Store = store;
        Indexer = indexer;
        Client = new HypernetClient(host.Address);
        Http = new HttpClient { BaseAddress = host.Address };
    }

    internal static ServedMarket Market { get; } = new("test", Ledger.Chain.ChainId, new Dictionary<string, Address>
    {
        ["JobFactory"] = Address.Parse("0x00000000000000000000000000000000000f0001"),
        ["Collateral"] = Address.Parse("0x00000000000000000000000000000000000f0002"),
    });

    internal SqliteEventStore Store { get; }

    internal TestIndexer Indexer { get; }

    internal HypernetClient Client { get; }

    internal HttpClient Http { get; }

    internal Uri Url => _host.Address;

    internal string ArtifactFolder => _folder.Of("artifacts");

    internal static async Task<TestServer> StartAsync(TimeProvider? time = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        var folder = new TemporaryFolder();
        var options = new ServerOptions { Rpc = new Uri("http://127.0.0.1:1"), DeploymentPath = "none", DataFolder = folder.Path, Port = 0 };
        options = change?.Invoke(options) ?? options;
        SqliteEventStore store = await SqliteEventStore.OpenAsync(folder.Of("events.db"), Ledger.Chain);
        var indexer = new TestIndexer();
        var data = new ServedData(store, null!, null!, () => indexer.Status);
        WebHost host = await WebHost.StartAsync(options, Market, data, time ?? TimeProvider.System, NullLoggerFactory.Instance, default);
        return new TestServer(folder, store, host, indexer);
    }

    internal static Uri At(string path) => new(path, UriKind.Relative);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await _host.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
