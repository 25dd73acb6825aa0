using Hypernet.Client;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore.Sqlite;
using Hypernet.Indexer;
using Hypernet.Server.Hosting;
using Hypernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hypernet.Server;

/// <summary>The HTTP side of a server on a free loopback port, over a real store that the test writes as an indexer would.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly Uri NoNode = new("http://127.0.0.1:1/");

    private readonly TemporaryFolder _folder;
    private readonly WebHost _host;

    private TestServer(TemporaryFolder folder, SqliteEventStore store, WebHost host, TestIndexer indexer)
    {
        _folder = folder;
        _host = host;
        Store = store;
        Indexer = indexer;
        Client = new HypernetClient(host.Url);
        Http = new HttpClient { BaseAddress = host.Url };
    }

    internal SqliteEventStore Store { get; }

    internal TestIndexer Indexer { get; }

    internal HypernetClient Client { get; }

    internal HttpClient Http { get; }

    internal Uri Url => _host.Url;

    internal string ArtifactFolder => _folder.Of("artifacts");

    internal static async Task<TestServer> StartAsync(TimeProvider? time = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        var folder = new TemporaryFolder();
        var options = new ServerOptions { Nodes = [NoNode], Deployment = TestMarket.Deployment, DataFolder = folder.Path, Port = 0 };
        options = change?.Invoke(options) ?? options;
        SqliteEventStore store = await SqliteEventStore.OpenAsync(folder.Of("events.db"), Ledger.Chain);
        var indexer = new TestIndexer();
        var data = ServedData.Of(store, () => indexer.Status);
        WebHost host = await WebHost.StartAsync(options, data, time ?? TimeProvider.System, NullLoggerFactory.Instance, default);
        return new TestServer(folder, store, host, indexer);
    }

    internal static Uri At(string path) => new(path, UriKind.Relative);

    /// <summary>Lets an indexer without a chain make the projections of what stands in the ledger.</summary>
    internal async Task ProjectAsync()
    {
        using var node = new JsonRpcClient(NoNode, new JsonRpcOptions { MaxRetries = 0 });
        using var stop = new CancellationTokenSource();
        var indexer = new ChainIndexer(Store, [node], new IndexerOptions { Deployment = TestMarket.Deployment });
        Task run = indexer.RunAsync(stop.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (indexer.Status.Fault is null && !run.IsCompleted)
        {
            await Task.Delay(1, limit.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await _host.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
