using Hypernet.Buyer;
using Hypernet.Client;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Connections;

/// <summary>Node, server and deployment of one command, by its settings.</summary>
internal sealed class MarketConnection : IDisposable
{
    private readonly JsonRpcClient _chain;
    private readonly HypernetClient _server;

    private MarketConnection(JsonRpcClient chain, HypernetClient server, MarketAccess market)
    {
        _chain = chain;
        _server = server;
        Market = market;
        Reader = new MarketReader(market);
    }

    /// <summary>The market.</summary>
    public MarketAccess Market { get; }

    /// <summary>What can be asked of it.</summary>
    public MarketReader Reader { get; }

    /// <summary>Connects, and confirms that the node holds the deployment's contracts.</summary>
    public static async Task<MarketConnection> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var chain = new JsonRpcClient(context.Settings.Rpc);
        try
        {
            var deployment = await context.Settings.DeploymentOfAsync(chain, cancellationToken);
            await deployment.VerifyAsync(chain, cancellationToken);
            var server = new HypernetClient(context.Settings.Api);
            return new MarketConnection(chain, server, new MarketAccess(chain, server, deployment));
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _chain.Dispose();
    }
}
