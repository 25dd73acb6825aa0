using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.EventStore.Sqlite;
using Hypernet.Indexer;
using Hypernet.Server.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypernet.Server;

/// <summary>An indexer that follows a market's chain, and the HTTP API that tells what it has seen. It holds no key.</summary>
public sealed class HypernetServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Resources _resources;
    private readonly WebHost _host;

    private HypernetServer(Resources resources, WebHost host, Follower follower)
    {
        _resources = resources;
        _host = host;
        Completion = follower.RunAsync(_stop.Token);
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Url => _host.Url;

    /// <summary>Ends when the server is disposed of; faults with an <see cref="EventStoreException"/> when the store fails for good.</summary>
    public Task Completion { get; }

    /// <summary>Checks the deployment, opens the store, listens, and begins to follow the chain.</summary>
    /// <param name="options">What is served, and where.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="logs">Where it says what happens; nowhere if null.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, listening.</returns>
    /// <exception cref="PortInUseException">Another program listens on the port.</exception>
    /// <exception cref="CannotListenException">The system refuses the address or port.</exception>
    /// <exception cref="DataFolderInUseException">Another server uses the data folder.</exception>
    /// <exception cref="DeploymentException">A node's chain is not the deployment's, or lacks its contracts.</exception>
    /// <exception cref="EventStoreException">The store is another chain's, foreign, or not to be opened.</exception>
    /// <exception cref="Ethereum.EthereumException">The first node does not answer.</exception>
    public static async Task<HypernetServer> StartAsync(
        ServerOptions options, TimeProvider? time = null, ILoggerFactory? logs = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Nodes.Count);
        time ??= TimeProvider.System;
        logs ??= NullLoggerFactory.Instance;
        var resources = new Resources();
        try
        {
            resources.Add(DataFolderLock.Take(options.DataFolder));
            JsonRpcClient[] nodes = [.. options.Nodes.Select(node => resources.Add(new JsonRpcClient(node, null, time)))];
            await options.Deployment.VerifyAsync(nodes[0], cancellationToken);
            ChainIdentity chain = await ChainIndexer.IdentifyAsync(nodes[0], cancellationToken);
            SqliteEventStore store = resources.Add(await SqliteEventStore.OpenAsync(Path.Combine(options.DataFolder, "events.db"), chain, cancellationToken));
            var following = new IndexerOptions { Deployment = options.Deployment, PollInterval = options.PollInterval };
            var indexer = new ChainIndexer(store, nodes, following, time, logs.CreateLogger<ChainIndexer>());
            ILogger log = logs.CreateLogger<HypernetServer>();
            var follower = new Follower(indexer, log);
            var data = ServedData.Of(store, () => follower.Status);
            WebHost host = await WebHost.StartAsync(options, data, time, logs, cancellationToken);
            log.Listening(host.Url);
            return new HypernetServer(resources, host, follower);
        }
        catch
        {
            await resources.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening, then following; what was stored stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _stop.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _resources.DisposeAsync();
        _stop.Dispose();
    }
}
