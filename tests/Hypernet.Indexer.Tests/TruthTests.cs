using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.EventStore.Memory;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Indexer;

/// <summary>The market's own contracts on a real node: what the indexer says of them is what they say of themselves.</summary>
public sealed class TruthTests : IAsyncLifetime
{
    private LocalMarket _market = null!;

    public async Task InitializeAsync() => _market = await LocalMarket.StartAsync();

    public async Task DisposeAsync() => await _market.DisposeAsync();

    [Fact]
    public async Task Job_sellers_ledger_and_reputation_are_what_the_contracts_say()
    {
        await using var store = new MemoryEventStore(await ChainIndexer.IdentifyAsync(_market.Client));
        await using var running = new RunningIndexer(store, DeploymentOf(_market), _market.Client);
        var placement = new JobPlacement(_market.Implementation, Bytes32.Sha256("nonce"u8), await TermsAsync(), [], "store:package");
        await _market.SendAsync(_market.Buyer, _market.Factory.Place(placement));
        var job = new JobContract(_market.Client, (await _market.Factory.JobOfAsync(_market.Buyer, placement.Nonce))!.Value);
        var (backer, backed) = (_market.People[9], _market.People[2]);
        await _market.SendAsync(backed, _market.Reputation.SetBackerShare(1234));
        await _market.SendAsync(backer, _market.Reputation.PlaceStake(backed, Amount.Parse("1.5")));
        await _market.SendAsync(backer, _market.Reputation.StartWithdrawal(backed, Amount.Parse("0.4")));
        foreach (var seller in _market.People.Skip(2).Take(2))
        {
            await _market.SendAsync(seller, job.Sign(Amount.Parse("0.009"), null, null, "tcp://127.0.0.1:1"));
        }

        var signed = await CompareAsync(running, job);
        Assert.Equal((JobStatus.Open, 2), (signed.Status, signed.Seated));
        await CompareReputationAsync(store, job, backer, backed);

        await _market.SendAsync(_market.Buyer, job.Cancel());
        await _market.SendAsync(_market.Buyer, job.Refund());
        await _market.SendAsync(_market.Buyer, job.ClaimMany([0, 1]));
        var ended = await CompareAsync(running, job);
        Assert.Equal((JobStatus.Cancelled, 0, true), (ended.Status, ended.Seated, ended.IsListed));
        Assert.Equal(Amount.Zero, (await new SellerReadModel(store).FindAsync(_market.People[2]))!.Outstanding);

        await _market.PassAsync(65 * 86_400);
        await _market.SendAsync(backer, _market.Reputation.WithdrawStake(backed));
        await CompareAsync(running, job);
        await CompareReputationAsync(store, job, backer, backed);
        Assert.Equal(1, (await new ReputationReadModel(store).FindBuyerAsync(_market.Buyer)).Cancelled);
    }

    private async Task CompareReputationAsync(IEventStore store, JobContract job, Account backer, Account backed)
    {
        var known = new ReputationReadModel(store);
        var peer = await known.FindPeerAsync(backed);
        Assert.Equal(await _market.Reputation.PoolOfAsync(backed), peer.Pool);
        Assert.Equal(await _market.Reputation.StandingOfAsync(backed), (peer.Pool.WorthBehind(), peer.Points, peer.Strikes));
        Assert.Equal(await _market.Reputation.BackerShareOfAsync(backed), peer.BackerBps);
        Assert.Equal(await _market.Reputation.BackerShareInAsync(job.Account, backed), await known.FindBackerShareAsync(job.Account, backed));
        Assert.Equal(0, await known.FindBackerShareAsync(job.Account, backer));
        var stake = await known.FindStakeAsync(backer, backed);
        Assert.Equal(await _market.Reputation.StakeOfAsync(backer, backed), (stake.Placed, stake.Withdrawing, stake.FreeAt));
        Assert.Equal([stake], (await known.ListStakesAsync(new StakeQuery { User = backer, Peer = backed })).Items);
        Assert.Empty((await known.ListStakesAsync(new StakeQuery { User = backed })).Items);
        var buyer = await known.FindBuyerAsync(_market.Buyer);
        Assert.Equal(await _market.Reputation.OutcomesOfAsync(_market.Buyer, BuyerOutcome.Cancelled), buyer.Cancelled);
    }

    private async Task<JobSummary> CompareAsync(RunningIndexer running, JobContract job)
    {
        var head = (await _market.Client.GetBlockAsync(BlockParameter.Latest))!;
        await running.ReachAsync(Word.From(head.Hash.Bytes));

        var history = (await new JobReadModel(running.Store).FindHistoryAsync(job.Account))!;
        var ledger = new LedgerReadModel(running.Store);
        var held = await _market.Collateral.BalanceOfAsync(job.Account);
        Assert.Equal(held, history.State.Money.Balance);
        Assert.Equal((Int128)held.Units, (await ledger.FindJobAsync(job.Account))!.Balance);
        foreach (var person in _market.People)
        {
            Assert.Equal((Int128)(await _market.Collateral.FreeOfAsync(person)).Units, (await ledger.FindUserAsync(person))!.Balance);
        }

        var accounts = await ledger.ListAsync(null, 1000);
        Assert.Equal(Int128.Zero, accounts.Items.Aggregate(Int128.Zero, (sum, account) => sum + account.Balance));
        return history.Summary;
    }

    private async Task<Terms> TermsAsync() => new(
        Amount.Parse("0.01"),
        Amount.Parse("0.02"),
        Groups: 1,
        Replication: 3,
        Quorum: 2,
        Checkpoints: 3,
        Work: TimeSpan.FromSeconds(40),
        Reveal: TimeSpan.FromSeconds(15),
        Recruit: TimeSpan.FromSeconds(600),
        await _market.NowAsync() + TimeSpan.FromHours(1),
        AuctionEnd: null,
        LossPolicy.Restart,
        Numerics: default,
        Bytes32.Sha256("package"u8),
        LeastStake: default,
        LeastPoints: default,
        MostStrikes: 9,
        new Requirements { MemoryMiB = 512, Architecture = Architecture.X64 });

    private static Deployment DeploymentOf(LocalMarket market) => ScriptedMarket.Deployment with
    {
        Hypertoken = market.Token.Account,
        Collateral = market.Collateral.Account,
        JobFactory = market.Factory.Account,
        Job = market.Implementation,
        ProtocolParameters = market.ProtocolParameters.Account,
        LibraryRegistry = market.Libraries.Account,
        Reputation = market.Reputation.Account,
        Timelock = market.People[0],
    };
}
