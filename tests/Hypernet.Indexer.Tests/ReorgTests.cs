using Hypernet.EventStore;
using Hypernet.EventStore.Memory;
using Hypernet.EventStore.Sqlite;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Indexer;

/// <summary>A real node takes blocks back; the store ends like one that has never seen them.</summary>
public sealed class ReorgTests : IAsyncLifetime
{
    private ScriptedMarket _market = null!;

    public async Task InitializeAsync() => _market = await ScriptedMarket.StartAsync();

    public async Task DisposeAsync() => await _market.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Other_branch_leaves_the_state_of_a_clean_index(int depth)
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        string snapshot = await _market.SnapshotAsync();
        await running.ReachAsync(await BranchAsync(depth, seller: 10));
        Assert.Equal(JobStatus.Running, (await new JobReadModel(store).FindAsync(ScriptedMarket.Job))!.Status);

        await _market.RevertAsync(snapshot);
        var head = await BranchAsync(depth + 1, seller: 20);
        await running.ReachAsync(head);
        await running.UntilAsync(status => status is { Reorgs: 1, IsCaughtUp: true });

        Assert.Equal(depth, running.Indexer.Status.DeepestReorg);
        await AssertCleanAsync(store, head);
        Assert.Null(await new SellerReadModel(store).FindAsync(ScriptedMarket.Seller(10)));
        Assert.NotNull(await new SellerReadModel(store).FindAsync(ScriptedMarket.Seller(20)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Blocks_that_the_node_replaces_by_itself_are_undone(int depth)
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        await running.ReachAsync(await BranchAsync(depth, seller: 10));

        var head = await _market.ReorganizeAsync(depth);
        await running.ReachAsync(head);

        await AssertCleanAsync(store, head);
        Assert.Equal(JobStatus.Open, (await new JobReadModel(store).FindAsync(ScriptedMarket.Job))!.Status);
    }

    [Fact]
    public async Task Branches_that_take_turns_end_on_the_last_one()
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        for (int turn = 0; turn < 4; turn++)
        {
            string snapshot = await _market.SnapshotAsync();
            var head = await BranchAsync(2 + (turn % 2), seller: 10 * turn);
            await running.ReachAsync(head);
            await AssertCleanAsync(store, head);
            await _market.RevertAsync(snapshot);
        }
    }

    [Fact]
    public async Task Job_that_was_placed_on_the_lost_branch_only_is_gone_with_its_events()
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        string snapshot = await _market.SnapshotAsync();
        await _market.PlaceAsync(ScriptedMarket.OtherJob);
        await running.ReachAsync(await _market.MineAsync());
        Assert.NotNull(await new JobReadModel(store).FindAsync(ScriptedMarket.OtherJob));

        await _market.RevertAsync(snapshot);
        await _market.SignAsync(ScriptedMarket.OtherJob, 0, ScriptedMarket.Seller(1));
        var head = await _market.MineAsync(2);
        await running.ReachAsync(head);

        Assert.Null(await new JobReadModel(store).FindAsync(ScriptedMarket.OtherJob));
        await AssertCleanAsync(store, head);
    }

    [Fact]
    public async Task Head_that_only_goes_back_is_a_lagging_node()
    {
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        string snapshot = await _market.SnapshotAsync();
        var head = await BranchAsync(3, seller: 10);
        await running.ReachAsync(head);
        long position = await store.GetPositionAsync();

        await _market.RevertAsync(snapshot);
        await running.UntilAsync(status => status.Head < status.Block!.Number);
        Assert.True(running.Indexer.Status.IsCaughtUp);
        Assert.Equal((0, 0L), (running.Indexer.Status.Reorgs, running.Indexer.Status.Lag));
        Assert.Equal(position, await store.GetPositionAsync());

        var other = await BranchAsync(1, seller: 20);
        await running.ReachAsync(other);
        await AssertCleanAsync(store, other);
    }

    [Fact]
    public async Task Reorg_while_the_indexer_is_down_is_found_at_its_start()
    {
        using var folder = new TemporaryFolder();
        await BeginAsync();
        string snapshot = await _market.SnapshotAsync();
        var lost = await BranchAsync(5, seller: 10);
        await using (var before = await SqliteEventStore.OpenAsync(folder.Of("events.db"), _market.Identity))
        {
            await using var running = new RunningIndexer(before, _market.Node);
            await running.ReachAsync(lost);
        }

        await _market.RevertAsync(snapshot);
        var head = await BranchAsync(7, seller: 20);
        await using var store = await SqliteEventStore.OpenAsync(folder.Of("events.db"), _market.Identity);
        await using var again = new RunningIndexer(store, _market.Node);
        await again.ReachAsync(head);

        await AssertCleanAsync(store, head);
    }

    [Fact]
    public async Task Reorg_below_finality_is_survived_and_counted()
    {
        // Anvil holds blocks final that are 64 below its head.
        await using var store = new MemoryEventStore(_market.Identity);
        await using var running = new RunningIndexer(store, _market.Node);
        await BeginAsync();
        string snapshot = await _market.SnapshotAsync();
        await BranchAsync(6, seller: 10);
        await running.ReachAsync(await _market.MineAsync(70));
        await running.UntilAsync(status => status.Final?.Number > 6);

        await _market.RevertAsync(snapshot);
        await BranchAsync(8, seller: 20);
        var head = await _market.MineAsync(75);
        await running.ReachAsync(head);
        await running.UntilAsync(status => status.ReorgsBelowFinality == 1);

        await AssertCleanAsync(store, head);
    }

    private async Task BeginAsync()
    {
        await _market.DepositAsync(ScriptedMarket.Buyer, 5000);
        await _market.PlaceAsync(ScriptedMarket.Job);
        await _market.MoveAsync(ScriptedMarket.Job, ScriptedMarket.Buyer, Movement.Fund, 1000);
        await _market.MineAsync();
    }

    // A branch in which the job starts with sellers of its own, and goes on for as many checkpoints as there are blocks.
    private async Task<Word> BranchAsync(int blocks, int seller)
    {
        Account[] sellers = [ScriptedMarket.Seller(seller), ScriptedMarket.Seller(seller + 1)];
        for (int tenure = 0; tenure < sellers.Length; tenure++)
        {
            await _market.SignAsync(ScriptedMarket.Job, tenure, sellers[tenure]);
            await _market.MoveAsync(ScriptedMarket.Job, sellers[tenure], Movement.Lock, 60);
        }

        await _market.StartAsync(ScriptedMarket.Job);
        await _market.EmitAsync(MarketLogs.StakePlaced(ScriptedMarket.Buyer, sellers[0], 10, 40, 10));
        var head = await _market.MineAsync();
        for (int checkpoint = 1; checkpoint < blocks; checkpoint++)
        {
            await _market.CommitAsync(ScriptedMarket.Job, checkpoint, 0, (ulong)(seller + checkpoint));
            await _market.CommitAsync(ScriptedMarket.Job, checkpoint, 1, (ulong)(seller - checkpoint + 100));
            await _market.SettleAsync(ScriptedMarket.Job, checkpoint, (ulong)(seller * checkpoint));
            await _market.PayAsync(ScriptedMarket.Job, 0, sellers[0], 1);
            await _market.MoveAsync(ScriptedMarket.Job, sellers[0], Movement.Pay, 9);
            await _market.EmitAsync(MarketLogs.ReputationChanged(sellers[0], ScriptedMarket.Job, (ulong)checkpoint, 0));
            await _market.MoveAsync(ScriptedMarket.Job, sellers[0], Movement.CollateralBack, 20);
            head = await _market.MineAsync();
        }

        return head;
    }

    private async Task AssertCleanAsync(IEventStore store, Word head)
    {
        Assert.Equal(await Snapshots.DescribeCleanAsync(_market, head), await Snapshots.DescribeAsync(store));
        var history = await new JobReadModel(store).FindHistoryAsync(ScriptedMarket.Job);
        Assert.Equal(await Snapshots.FoldStreamAsync(store, ScriptedMarket.Job), history!.State);
        var accounts = await new LedgerReadModel(store).ListAsync(null, 1000);
        Assert.Equal(Int128.Zero, accounts.Items.Aggregate(Int128.Zero, (sum, account) => sum + account.Balance));
    }
}
