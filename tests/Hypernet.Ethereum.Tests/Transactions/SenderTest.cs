using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Testing;

namespace Hypernet.Ethereum.Transactions;

/// <summary>What the tests of the sender share: an account with funds of its own, a folder for its journal, a contract to call.</summary>
public abstract class SenderTest(LocalChain chain, JsonRpcClient client) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));

    protected static readonly byte[] Reverting = [0xde, 0xad, 0xbe, 0xef];

    protected static readonly TransactionSenderOptions Quick = new() { PollInterval = TimeSpan.FromMilliseconds(20) };

    protected JsonRpcClient Client { get; } = client;

    protected PrivateKey Key { get; } = PrivateKey.Parse(chain.Keys[2]);

    protected string Folder => _folder.Path;

    /// <summary>Ends the waits of a test that hangs.</summary>
    protected CancellationToken Patience => _patience.Token;

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
        Key.Dispose();
        _folder.Dispose();
        _patience.Dispose();
    }

    protected Task<TransactionSender> OpenAsync(TransactionSenderOptions? options = null, TimeProvider? time = null, JsonRpcClient? through = null) =>
        TransactionSender.OpenAsync(through ?? Client, Key, Folder, options ?? Quick, time);

    protected static TransactionIntent Transfer(string key, ulong wei = 1) =>
        new() { Key = key, To = Address.Parse("0x00000000000000000000000000000000000000aa"), Value = wei };

    protected async Task<Address> DeployAsync()
    {
        using var deployer = PrivateKey.Parse(chain.Keys[3]);
        return (await EchoContract.DeployAsync(Client, deployer)).ContractAddress!.Value;
    }

    protected Task<ulong> CountAsync() => Client.GetTransactionCountAsync(Key.Address, BlockParameter.Pending);

    protected Task DoAsync(string method, string parameters = "[]") => Client.SendAsync(EthRequests.Raw(method, parameters));
}
