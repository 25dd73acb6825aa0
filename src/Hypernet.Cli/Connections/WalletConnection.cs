using Hypernet.Cli.Settings;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;

namespace Hypernet.Cli.Connections;

/// <summary>The wallet of one command open for sending, without a server.</summary>
internal sealed class WalletConnection : IAsyncDisposable
{
    private readonly PrivateKey _key;
    private readonly TransactionSender _sender;

    private WalletConnection(PrivateKey key, TransactionSender sender)
    {
        _key = key;
        _sender = sender;
    }

    /// <summary>Opens the wallet.</summary>
    public static async Task<WalletConnection> OpenAsync(CommandContext context, JsonRpcClient chain, CancellationToken cancellationToken)
    {
        var key = context.Settings.OpenWallet(context.Talk);
        try
        {
            string folder = Path.Combine(CommandSettings.StateFolder, "transactions");
            return new WalletConnection(key, await TransactionSender.OpenAsync(chain, key, folder, BuyerConnection.Sending, cancellationToken: cancellationToken));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Sends a call and waits for it. Each is an intent of its own: the contracts refuse what must not happen twice.</summary>
    /// <exception cref="ContractRevertedException">The contract refused.</exception>
    public Task<TransactionReceipt> SendAsync(string name, ContractCall call, CancellationToken cancellationToken) => _sender.SendAndWaitAsync(
        new TransactionIntent { Key = $"{name}/{Guid.NewGuid():N}", To = call.To, Data = call.Data },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        _key.Dispose();
    }
}
