using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.EventStore.Memory;
using Hypernet.EventStore.Sqlite;
using Hypernet.Indexer.ReadModels;
using Hypernet.Testing;

namespace Hypernet.Indexer;

public sealed class IngestionTests : IAsyncLifetime
{
    private ScriptedMarket _market = null!;

    public async Task InitializeAsync() => _market = await ScriptedMarket.StartAsync();

    public async Task DisposeAsync() => await _market.DisposeAsync();

    [Fact]
    public async Task Events_of_contracts_that_nobody_announced_do_not_count()
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);

        // A stranger places a job by itself, and another contract speaks like a job before the factory announced it.
        await _market.PlaceAsync(ScriptedMarket.OtherJob, factory: ScriptedMarket.OtherJob);
        await _market.SignAsync(ScriptedMarket.Job, 0, ScriptedMarket.Seller(6));
        await _market.EmitAsync(
            ScriptedMarket.Job, MarketLogs.Words(500), CollateralAbi.DepositedEvent.EventTopic, MarketLogs.Topic(ScriptedMarket.Buyer));
        await _market.PlaceAsync(ScriptedMarket.Job);
        await _market.SignAsync(ScriptedMarket.Job, 0, ScriptedMarket.Seller(1));
        await running.ReachAsync(await _market.MineAsync());

        var jobs = new JobReadModel(store);
        Assert.Equal([ScriptedMarket.Job], (await jobs.ListAsync(new JobQuery())).Items.Select(job => job.Job));
        Assert.Equal([ScriptedMarket.Seller(1)], (await jobs.FindAsync(ScriptedMarket.Job))!.Sellers);
        Assert.Empty((await new LedgerReadModel(store).ListAsync(null, 10)).Items);
        Assert.Equal(
            ["BlockApplied", "Log", "ChildDiscovered", "Log"],
            (await store.ReadAsync(0, 100)).Where(entry => entry.Block.Number == 1).Select(entry => entry.GetType().Name));
    }

    [Fact]
    public async Task Final_blocks_in_ranges_make_the_same_rows_as_one_block_after_the_other()
    {
        await using var live = new MemoryEventStore(_market.Identity);
        await using var following = new RunningIndexer(live, _market.Node);
        for (int block = 0; block < 30; block++)
        {
            await _market.DepositAsync(ScriptedMarket.Seller(block % 7), 10);
            if (block % 10 == 5)
            {
                await _market.PlaceAsync(MarketLogs.Number(0xa1 + (block / 20)), checkpoints: block);
            }

            await following.ReachAsync(await _market.MineAsync());
        }

        var head = await _market.MineAsync(170);
        await following.ReachAsync(head);
        await using var late = new MemoryEventStore(_market.Identity);
        await using var backfilling = new RunningIndexer(late, _market.Node);
        await backfilling.ReachAsync(head);

        Assert.Equal(await Snapshots.DescribeAsync(live), await Snapshots.DescribeAsync(late));
        Assert.Equal(2, (await new JobReadModel(late).ListAsync(new JobQuery())).Items.Count);
        Assert.Equal(200 - 64, (await late.FindFinalAsync())!.Block.Number);
        Assert.Equal(200 - 64, (await live.FindFinalAsync())!.Block.Number);
    }

    [Fact]
    public async Task Indexer_that_is_stopped_half_way_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var head = default(Word);
        for (int part = 0; part < 4; part++)
        {
            await _market.PlaceAsync(part % 2 == 0 ? ScriptedMarket.Job : MarketLogs.Number(0xb00 + part));
            await _market.SignAsync(ScriptedMarket.Job, 2 * (part / 2), ScriptedMarket.Seller(part));
            head = await _market.MineAsync(60);
            await using var store = await SqliteEventStore.OpenAsync(folder.Of("events.db"), _market.Identity);
            await using var running = new RunningIndexer(store, _market.Node);
            await running.ReachAsync(head);
            Assert.Equal(await Snapshots.DescribeCleanAsync(_market, head), await Snapshots.DescribeAsync(store));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Faults_of_the_node_make_the_indexer_late_and_never_wrong(int seed)
    {
        await using var faulty = await FaultyNode.StartAsync(_market.Url, seed);
        using var client = new JsonRpcClient(faulty.Url, new JsonRpcOptions { MaxRetries = 0 });
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, client);
        var head = default(Word);
        for (int block = 0; block < 15; block++)
        {
            await _market.PlaceAsync(MarketLogs.Number(0xc00 + block));
            await _market.DepositAsync(ScriptedMarket.Seller(block % 3), 10);
            head = await _market.MineAsync();
            if (block % 5 == 4)
            {
                await running.ReachAsync(head);
            }
        }

        Assert.True(faulty.Faults > 5, $"Only {faulty.Faults} answers were spoiled.");
        Assert.Equal(await Snapshots.DescribeCleanAsync(_market, head), await Snapshots.DescribeAsync(store));
    }

    [Fact]
    public async Task Block_whose_logs_the_node_has_not_got_yet_is_asked_for_again()
    {
        await using var faulty = await FaultyNode.StartAsync(_market.Url, seed: 1);
        faulty.HasNoLogs = true;
        using var client = new JsonRpcClient(faulty.Url);
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, client);
        await _market.PlaceAsync(ScriptedMarket.Job);
        var head = await _market.MineAsync();

        await running.UntilAsync(status => status.Fault?.Contains("gives no logs of block 1", StringComparison.Ordinal) == true);
        Assert.Equal(0, await store.GetPositionAsync());

        faulty.HasNoLogs = false;
        await running.ReachAsync(head);
        Assert.NotNull(await new JobReadModel(store).FindAsync(ScriptedMarket.Job));
    }

    [Fact]
    public async Task Second_node_is_asked_when_the_first_is_down()
    {
        using var down = new JsonRpcClient(new Uri("http://127.0.0.1:9/"), new JsonRpcOptions { MaxRetries = 0 });
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, down, _market.Node);
        await _market.PlaceAsync(ScriptedMarket.Job);

        await running.ReachAsync(await _market.MineAsync());

        await running.UntilAsync(status => status is { Fault: null, IsCaughtUp: true });
    }

    [Fact]
    public async Task Node_of_another_chain_is_not_followed()
    {
        await _market.PlaceAsync(ScriptedMarket.Job);
        await _market.MineAsync();
        await using var store = new MemoryEventStore(_market.Identity with { Genesis = new Word(1, 2) });
        await using var running = new RunningIndexer(store, _market.Node);

        await running.UntilAsync(status => status.Fault?.Contains("follows chain 31337", StringComparison.Ordinal) == true);

        Assert.Equal(0, await store.GetPositionAsync());
    }

    [Fact]
    public async Task Chain_that_is_started_anew_behind_the_same_address_is_not_followed()
    {
        await using var address = await FaultyNode.StartAsync(_market.Url, seed: 1);
        address.IsHealthy = true;
        using var client = new JsonRpcClient(address.Url);
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, client);
        await _market.PlaceAsync(ScriptedMarket.Job);
        await running.ReachAsync(await _market.MineAsync());
        string before = await Snapshots.DescribeAsync(store);

        await using var anew = await ScriptedMarket.StartAsync("--timestamp", "1700000000");
        await anew.MineAsync(5);
        address.Node = anew.Url;
        await running.UntilAsync(status => status.Fault?.Contains("follows chain 31337 with genesis", StringComparison.Ordinal) == true);

        Assert.Equal(before, await Snapshots.DescribeAsync(store));
    }

    [Fact]
    public async Task Rows_of_other_code_are_made_anew_from_the_ledger()
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await _market.DepositAsync(ScriptedMarket.Buyer, 5000);
        await _market.PlaceAsync(ScriptedMarket.Job);
        await _market.MineAsync(80);
        string snapshot = await _market.SnapshotAsync();
        await _market.SignAsync(ScriptedMarket.Job, 0, ScriptedMarket.Seller(1));
        var head = await _market.MineAsync();
        await using (var first = new RunningIndexer(store, _market.Node))
        {
            await first.ReachAsync(head);
        }

        await using (var transaction = await store.BeginAsync(Durability.Full))
        {
            await transaction.ResetProjectionAsync("jobs", 99);
            await transaction.ResetProjectionAsync("retired", 1);
            await transaction.CommitAsync();
        }

        await using var running = new RunningIndexer(store, _market.Node);
        await running.UntilAsync(status => status.IsCaughtUp);
        Assert.Equal(await Snapshots.DescribeCleanAsync(_market, head), await Snapshots.DescribeAsync(store));

        // What was made anew for blocks that are not final can still be undone.
        await _market.RevertAsync(snapshot);
        head = await _market.MineAsync(2);
        await running.ReachAsync(head);
        Assert.Equal(await Snapshots.DescribeCleanAsync(_market, head), await Snapshots.DescribeAsync(store));
    }
}
