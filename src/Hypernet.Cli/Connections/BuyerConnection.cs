using Hypernet.Buyer;
using Hypernet.Cli.Settings;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Transactions;

namespace Hypernet.Cli.Connections;

/// <summary>A market, with the wallet of one command open for sending.</summary>
internal sealed class BuyerConnection : IAsyncDisposable
{
    /// <summary>How a command pays and waits.</summary>
    public static TransactionSenderOptions Sending { get; } = new() { PollInterval = TimeSpan.FromSeconds(0.25) };

    private readonly PrivateKey _key;

    private BuyerConnection(MarketConnection market, PrivateKey key, BuyerClient buyer)
    {
        Market = market;
        _key = key;
        Buyer = buyer;
    }

    /// <summary>The buyer.</summary>
    public BuyerClient Buyer { get; }

    /// <summary>The market.</summary>
    public MarketConnection Market { get; }

    /// <summary>What can be asked of it.</summary>
    public MarketReader Reader => Market.Reader;

    /// <summary>Connects, and opens the wallet.</summary>
    public static async Task<BuyerConnection> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var market = await MarketConnection.OpenAsync(context, cancellationToken);
        PrivateKey? key = null;
        try
        {
            key = context.Settings.OpenWallet(context.Talk);
            var buyer = await BuyerClient.OpenAsync(market.Market, key, CommandSettings.StateFolder, Sending, cancellationToken: cancellationToken);
            return new BuyerConnection(market, key, buyer);
        }
        catch
        {
            key?.Dispose();
            market.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Buyer.DisposeAsync();
        _key.Dispose();
        Market.Dispose();
    }
}
