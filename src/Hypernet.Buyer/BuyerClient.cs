using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>The buyer's side of the market: deposits, places jobs, follows them, fetches their results, closes them.</summary>
public sealed partial class BuyerClient : IAsyncDisposable
{
    private readonly MarketAccess _market;
    private readonly PrivateKey _key;
    private readonly TransactionSender _sender;
    private readonly OpenPlacements _placements;

    private BuyerClient(MarketAccess market, PrivateKey key, TransactionSender sender, string stateFolder, TimeProvider? time)
    {
        _market = market;
        _key = key;
        _sender = sender;
        _placements = new OpenPlacements(Path.Combine(stateFolder, "placements"), market.Deployment.ChainId);
        Reader = new MarketReader(market, time);
        Account = key.Address.ToAccount();
    }

    /// <summary>The buyer's account.</summary>
    public Account Account { get; }

    /// <summary>What can be asked without a key.</summary>
    public MarketReader Reader { get; }

    /// <summary>Opens the account for sending, as its only process.</summary>
    /// <param name="market">The market.</param>
    /// <param name="key">The buyer's key; it stays the caller's and must outlive this.</param>
    /// <param name="stateFolder">The folder of what must survive a crash: pending transactions and placements.</param>
    /// <param name="options">How to pay and wait for transactions; defaults if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="JournalInUseException">Another process sends from the account.</exception>
    public static async Task<BuyerClient> OpenAsync(
        MarketAccess market,
        PrivateKey key,
        string stateFolder,
        TransactionSenderOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        var sender = await TransactionSender.OpenAsync(market.Chain, key, Path.Combine(stateFolder, "transactions"), options, time, cancellationToken);
        return new BuyerClient(market, key, sender, stateFolder, time);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sender.DisposeAsync();

    // The contracts themselves guard these calls against a second time, so each attempt is an intent of its own.
    private Task<TransactionReceipt> SendAsync(string name, ContractCall call, CancellationToken cancellationToken) =>
        _sender.SendAndWaitAsync(
            new TransactionIntent { Key = $"{name}/{Guid.NewGuid():N}", To = call.To, Data = call.Data },
            cancellationToken);
}
