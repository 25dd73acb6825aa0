using Hypernet.Agent.Fetching;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Agent.Tests.Living;
using Hypernet.Agent.Verifying;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Verifying;

/// <summary>What the server says of a job, against the chain.</summary>
[Collection(nameof(LivingMarket))]
public sealed class OnChainCheckTests(LivingMarket market) : IAsyncLifetime, IDisposable
{
    private PrivateKey _key = null!;
    private JobEvent.JobPlaced _placed = null!;

    public async Task InitializeAsync()
    {
        await market.MineAtOnceAsync();
        _key = PrivateKey.Parse(await market.SellerAsync());
        _placed = (await market.PlaceAsync("pass")).Placed;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Job_that_is_what_it_says_is_confirmed()
    {
        await CheckAsync(_placed);
    }

    [Fact]
    public async Task Job_that_the_factory_did_not_place_is_refused()
    {
        Assert.Contains("did not place it", await RefusalAsync(_placed with { Nonce = Bytes32.Sha256("another"u8) }), StringComparison.Ordinal);
        Assert.Contains("did not place it", await RefusalAsync(_placed with { Job = Story.Person(66) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_that_runs_other_code_than_the_agent_has_verified_is_refused_for_good()
    {
        var deployment = market.Deployment with { Job = Story.Person(66) };
        var check = new OnChainCheck(market.Chain, deployment, _key.Address.ToAccount());

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => check.EnsureAsync(JobState.Of(_placed), CancellationToken.None));

        Assert.Contains("its contract runs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_terms_than_those_on_chain_are_refused()
    {
        var better = _placed.Terms with { UnitPrice = Amount.Parse("5") };

        Assert.Contains("not those that were announced", await RefusalAsync(_placed with { Terms = better }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_without_its_escrow_is_refused()
    {
        var dearer = _placed with { Snapshot = _placed.Snapshot with { FeeBps = 101 } };

        Assert.Contains("its escrow is 2.0202", await RefusalAsync(dearer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seller_without_enough_collateral_is_told_how_to_deposit()
    {
        using var poor = PrivateKey.Create();

        Assert.Contains("it locks 4 HYT, 0 are free (hypernet token deposit)", await RefusalAsync(_placed, poor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seller_without_enough_gas_is_refused()
    {
        await market.Chain.SendAsync(EthRequests.Raw("anvil_setBalance", $"[\"{_key.Address}\",\"0x1000\"]"));

        Assert.Contains("the account has 4096", await RefusalAsync(_placed), StringComparison.Ordinal);
    }

    private Task CheckAsync(JobEvent.JobPlaced placed, PrivateKey? seller = null) =>
        new OnChainCheck(market.Chain, market.Deployment, (seller ?? _key).Address.ToAccount()).EnsureAsync(JobState.Of(placed), CancellationToken.None);

    private async Task<string> RefusalAsync(JobEvent.JobPlaced placed, PrivateKey? seller = null) =>
        (await Assert.ThrowsAsync<JobNotReadyException>(() => CheckAsync(placed, seller))).Message;
}
