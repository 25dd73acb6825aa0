using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Indexer;

public sealed class ReadModelTests : IAsyncLifetime
{
    private IndexedMarket _indexed = null!;

    private ScriptedMarket Market => _indexed.Market;

    public async Task InitializeAsync() => _indexed = await IndexedMarket.StartAsync();

    public async Task DisposeAsync() => await _indexed.DisposeAsync();

    [Fact]
    public async Task Jobs_are_found_by_status_buyer_and_seller_page_by_page()
    {
        for (int number = 0; number < 7; number++)
        {
            var job = MarketLogs.Number(0xa1 + (number % 2));
            await Market.PlaceAsync(number < 2 ? job : MarketLogs.Number(0xd00 + number), ranks: 2);
            if (number < 2)
            {
                await Market.SignAsync(job, 0, ScriptedMarket.Seller(1));
                await Market.SignAsync(job, 1, ScriptedMarket.Seller(2 + number));
            }
        }

        await Market.StartAsync(ScriptedMarket.OtherJob);
        await _indexed.MineAsync();
        var jobs = new JobReadModel(_indexed.Store);

        var open = new List<Account>();
        for (var query = new JobQuery { Status = JobStatus.Open, Buyer = ScriptedMarket.Buyer, Limit = 2 }; ;)
        {
            var page = await jobs.ListAsync(query);
            open.AddRange(page.Items.Select(job => job.Job));
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = page.Next };
        }

        Assert.Equal([.. new[] { 0xd06, 0xd05, 0xd04, 0xd03, 0xd02, 0xa1 }.Select(MarketLogs.Number)], open);
        Assert.Equal(
            [ScriptedMarket.OtherJob, ScriptedMarket.Job],
            (await jobs.ListAsync(new JobQuery { Seller = ScriptedMarket.Seller(1) })).Items.Select(job => job.Job));
        Assert.Equal(
            [ScriptedMarket.OtherJob],
            (await jobs.ListAsync(new JobQuery { Seller = ScriptedMarket.Seller(1), Status = JobStatus.Running })).Items.Select(job => job.Job));
        Assert.Empty((await jobs.ListAsync(new JobQuery { Buyer = ScriptedMarket.Seller(1) })).Items);
    }

    [Fact]
    public async Task History_keeps_the_rounds_that_are_over()
    {
        await RunAsync(ScriptedMarket.Job);
        await Market.CommitAsync(ScriptedMarket.Job, 2, 1, 5);
        await _indexed.MineAsync();

        var history = (await new JobReadModel(_indexed.Store).FindHistoryAsync(ScriptedMarket.Job))!;

        Assert.Equal([(1, RoundPhase.Settled), (2, RoundPhase.Commit)], history.Rounds.Select(round => (round.Checkpoint, round.Phase)));
        Assert.Equal([Verdict.Honest, Verdict.Honest], history.Rounds[0].Replicas.Select(replica => replica.Verdict));
        Assert.Equal([true, true], history.Rounds[0].Replicas.Select(replica => replica.HasCommitted));
        Assert.Equal([false, true], history.Rounds[1].Replicas.Select(replica => replica.HasCommitted));
        Assert.NotNull(history.Rounds[0].Digest);
        Assert.Equal(
            history.State.Tenures.OrderBy(tenure => tenure.Rank).Select(tenure => tenure.Seller),
            history.Rounds[1].Replicas.Select(replica => replica.Seller));
        Assert.Equal(history.Summary.SettledCells, history.State.PaidCells);
        Assert.Null(await new JobReadModel(_indexed.Store).FindHistoryAsync(ScriptedMarket.OtherJob));
    }

    [Fact]
    public async Task Checkpoints_that_were_settled_together_are_rounds_of_which_the_last_has_a_digest()
    {
        await Market.PlaceAsync(ScriptedMarket.Job, ranks: 2);
        await Market.SignAsync(ScriptedMarket.Job, 0, ScriptedMarket.Seller(1));
        await Market.SignAsync(ScriptedMarket.Job, 1, ScriptedMarket.Seller(2));
        await Market.StartAsync(ScriptedMarket.Job);
        await Market.EmitAsync(
            ScriptedMarket.Job,
            MarketLogs.Words(0, 77, 0b11, 0, (ulong)SettlementPath.Together),
            JobAbi.CheckpointSettledEvent.EventTopic,
            MarketLogs.Topic(0),
            MarketLogs.Topic(2));
        await _indexed.MineAsync();

        var history = (await new JobReadModel(_indexed.Store).FindHistoryAsync(ScriptedMarket.Job))!;

        Assert.Equal([(1, RoundPhase.Settled, false), (2, RoundPhase.Settled, true)], history.Rounds.Select(round => (round.Checkpoint, round.Phase, round.Digest is not null)));
        Assert.All(history.Rounds.SelectMany(round => round.Replicas), replica => Assert.Equal(Verdict.Honest, replica.Verdict));
        Assert.Equal((4, 4), (history.State.PaidCells, history.Summary.SettledCells));
    }

    [Fact]
    public async Task An_expelled_seller_is_found_in_its_round_its_record_and_its_own_events()
    {
        await Market.PlaceAsync(ScriptedMarket.Job, ranks: 3);
        for (int tenure = 0; tenure < 3; tenure++)
        {
            await Market.SignAsync(ScriptedMarket.Job, tenure, ScriptedMarket.Seller(tenure + 1));
        }

        await Market.StartAsync(ScriptedMarket.Job);
        await _indexed.MineAsync();
        var jobs = new JobReadModel(_indexed.Store);
        var expelled = (await jobs.FindHistoryAsync(ScriptedMarket.Job))!.State.TenureAt(1);
        Hash32[] about = [MarketLogs.Topic((ulong)expelled.Id), MarketLogs.Topic(expelled.Seller), MarketLogs.Topic(1)];
        await Market.CommitAsync(ScriptedMarket.Job, 1, 1, 5);
        await Market.EmitAsync(ScriptedMarket.Job, MarketLogs.Words(0, 0, 1, 0b101, 77), [JobAbi.SellerExpelledEvent.EventTopic, .. about]);
        await Market.EmitAsync(
            ScriptedMarket.Job, MarketLogs.Words(0, 1, (ulong)Verdict.Expelled, 40), [JobAbi.SellerFaultedEvent.EventTopic, .. about]);
        await _indexed.MineAsync();

        var history = (await jobs.FindHistoryAsync(ScriptedMarket.Job))!;
        Assert.Equal([Verdict.Undecided, Verdict.Expelled, Verdict.Undecided], history.Rounds[^1].Replicas.Select(replica => replica.Verdict));
        Assert.All(history.Rounds[^1].Replicas, replica => Assert.False(replica.HasCommitted));
        Assert.True(history.State.Groups[0].HasExpelled);
        var seller = (await new SellerReadModel(_indexed.Store).FindAsync(expelled.Seller))!;
        Assert.Equal((1, 0), (seller.Faults[Verdict.Expelled], seller.ActiveJobs));
        var own = await _indexed.Store.ReadStreamAsync(StreamName.Of("seller", ContractAddress.Parse(expelled.Seller.ToString())), 0, 10);
        Assert.Equal(
            [JobAbi.SellerSignedEvent.EventTopic, JobAbi.SellerExpelledEvent.EventTopic, JobAbi.SellerFaultedEvent.EventTopic],
            own.Select(happened => Hash32.Parse(happened.Entry.Content.Topics[0].ToString())));
    }

    [Fact]
    public async Task A_seller_that_leaves_its_slot_has_no_part_in_the_job_and_keeps_its_events()
    {
        Account[] sellers = [.. Enumerable.Range(1, 4).Select(ScriptedMarket.Seller)];
        await Market.PlaceAsync(ScriptedMarket.Job, ranks: 3);
        for (int slot = 0; slot < 3; slot++)
        {
            await Market.SignAsync(ScriptedMarket.Job, slot, sellers[slot]);
        }

        // The fourth seller takes the slot of the second; then the first leaves, and the third moves to its slot.
        byte[] terms = [.. MarketLogs.Topic(sellers[3]).ToArray(), .. MarketLogs.Topic(sellers[3]).ToArray(), .. MarketLogs.Words(5, 0, 160, 0)];
        await Market.EmitAsync(
            ScriptedMarket.Job, terms, JobAbi.SellerUnderbidEvent.EventTopic,
            MarketLogs.Topic(1), MarketLogs.Topic(sellers[3]), MarketLogs.Topic(sellers[1]));
        await Market.EmitAsync(
            ScriptedMarket.Job, MarketLogs.Words(7), JobAbi.SellerUnsignedEvent.EventTopic, MarketLogs.Topic(0), MarketLogs.Topic(sellers[0]));
        await _indexed.MineAsync();

        var job = (await new JobReadModel(_indexed.Store).FindAsync(ScriptedMarket.Job))!;
        Assert.Equal([sellers[2], sellers[3]], job.Sellers);
        Assert.Equal(2, job.Seated);
        var found = await Task.WhenAll(sellers.Select(async seller => (await new SellerReadModel(_indexed.Store).FindAsync(seller))!));
        Assert.Equal([(0, 0), (0, 0), (1, 1), (1, 1)], found.Select(seller => (seller.Jobs, seller.ActiveJobs)));
        var own = await _indexed.Store.ReadStreamAsync(StreamName.Of("seller", ContractAddress.Parse(sellers[1].ToString())), 0, 10);
        Assert.Equal(
            [JobAbi.SellerSignedEvent.EventTopic, JobAbi.SellerUnderbidEvent.EventTopic],
            own.Select(happened => Hash32.Parse(happened.Entry.Content.Topics[0].ToString())));
    }

    [Fact]
    public async Task Seller_and_ledger_add_up_what_was_locked_paid_and_forfeited()
    {
        await RunAsync(ScriptedMarket.Job);
        var seller = ScriptedMarket.Seller(1);
        await Market.PayAsync(ScriptedMarket.Job, 0, seller, 1);
        await Market.MoveAsync(ScriptedMarket.Job, seller, Movement.Pay, 9);
        await Market.MoveAsync(ScriptedMarket.Job, seller, Movement.CollateralBack, 20);
        await Market.EmitAsync(
            ScriptedMarket.Job, MarketLogs.Words(0, 0, (ulong)Verdict.Wrong, 40), JobAbi.SellerFaultedEvent.EventTopic,
            MarketLogs.Topic(0), MarketLogs.Topic(seller), MarketLogs.Topic(2));
        await Market.MoveAsync(ScriptedMarket.Job, seller, Movement.Forfeit, 40);
        await _indexed.MineAsync();

        var found = (await new SellerReadModel(_indexed.Store).FindAsync(seller))!;
        Assert.Equal((1, 0, 1, 1), (found.Jobs, found.ActiveJobs, found.SettledCells, found.PaidCells));
        Assert.Equal(
            (9, 60, 20, 40, 0),
            ((int)found.Earned.Units, (int)found.Locked.Units, (int)found.Released.Units, (int)found.Forfeited.Units, (int)found.Outstanding.Units));
        Assert.Equal(1, found.Faults[Verdict.Wrong]);
        Assert.Equal(1, (await new SellerReadModel(_indexed.Store).FindAsync(ScriptedMarket.Seller(2)))!.ActiveJobs);

        var ledger = new LedgerReadModel(_indexed.Store);
        Assert.Equal(1000 + 60 + 60 - 9 - 20 - 40, (await ledger.FindJobAsync(ScriptedMarket.Job))!.Balance);
        Assert.Equal(-60 + 9 + 20, (await ledger.FindUserAsync(seller))!.Balance);
        Assert.Equal(40, (await ledger.FindUserAsync(ScriptedMarket.Deployment.Timelock))!.Balance);
    }

    [Fact]
    public async Task Custom_job_that_tells_nonsense_stops_nothing_but_itself()
    {
        var own = MarketLogs.Number(0xeee);
        await Market.PlaceAsync(ScriptedMarket.OtherJob, implementation: own);
        await Market.SignAsync(ScriptedMarket.OtherJob, 5, ScriptedMarket.Seller(9));
        await Market.SignAsync(ScriptedMarket.OtherJob, 0, ScriptedMarket.Seller(9));
        await Market.EmitAsync(ScriptedMarket.OtherJob, [1, 2, 3], JobAbi.JobStartedEvent.EventTopic);
        await RunAsync(ScriptedMarket.Job);
        await _indexed.MineAsync();

        var jobs = new JobReadModel(_indexed.Store);
        var custom = (await jobs.FindAsync(ScriptedMarket.OtherJob))!;
        Assert.False(custom.IsListed);
        Assert.Contains("tenure 0 is the next, not 5", custom.Fault, StringComparison.Ordinal);
        Assert.Empty(custom.Sellers);
        Assert.NotNull(await jobs.FindHistoryAsync(ScriptedMarket.OtherJob));
        Assert.Null(await new SellerReadModel(_indexed.Store).FindAsync(ScriptedMarket.Seller(9)));
        var genuine = (await jobs.FindAsync(ScriptedMarket.Job))!;
        Assert.Equal((JobStatus.Running, true, null), (genuine.Status, genuine.IsListed, genuine.Fault));
    }

    // A job of two sellers that has settled its first checkpoint.
    private async Task RunAsync(Account job)
    {
        await Market.PlaceAsync(job);
        await Market.MoveAsync(job, ScriptedMarket.Buyer, Movement.Fund, 1000);
        for (int tenure = 0; tenure < 2; tenure++)
        {
            await Market.SignAsync(job, tenure, ScriptedMarket.Seller(tenure + 1));
            await Market.MoveAsync(job, ScriptedMarket.Seller(tenure + 1), Movement.Lock, 60);
        }

        await Market.StartAsync(job);
        await Market.CommitAsync(job, 1, 0, 3);
        await Market.CommitAsync(job, 1, 1, 4);
        await Market.SettleAsync(job, 1, 99);
    }
}
