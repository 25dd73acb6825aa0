using Hypernet.Ethereum;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Chain;

public sealed class DeploymentVerificationTests : IAsyncLifetime
{
    private LocalMarket _market = null!;

    public async Task InitializeAsync() => _market = await LocalMarket.StartAsync();

    public async Task DisposeAsync() => await _market.DisposeAsync();

    [Fact]
    public async Task A_deployment_holds_only_on_its_chain_with_its_code()
    {
        Account factory = _market.Factory.Account;
        Bytes32 hash = Keccak256.Hash(await _market.Client.GetCodeAsync(factory.ToAddress())).ToBytes32();
        Deployment right = Of(_market.ChainId, factory, hash);

        await right.VerifyAsync(_market.Client);

        var otherCode = await Assert.ThrowsAsync<DeploymentException>(() => Of(_market.ChainId, factory, default).VerifyAsync(_market.Client));
        Assert.Contains(factory.ToAddress().ToString(), otherCode.Message, StringComparison.Ordinal);
        var otherChain = await Assert.ThrowsAsync<DeploymentException>(() => Of(5, factory, hash).VerifyAsync(_market.Client));
        Assert.Contains("follows chain 31337, but the contracts are on 5", otherChain.Message, StringComparison.Ordinal);
    }

    private static Deployment Of(ulong chainId, Account account, Bytes32 hash) => new()
    {
        Network = "local",
        ChainId = chainId,
        Block = 1,
        Hypertoken = account,
        Collateral = account,
        JobFactory = account,
        Job = account,
        ProtocolParameters = account,
        Reputation = account,
        LibraryRegistry = account,
        Voting = account,
        Timelock = account,
        CodeHashes = new Dictionary<Account, Bytes32> { [account] = hash },
    };
}
