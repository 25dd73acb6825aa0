using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.EventStore;
using Hypernet.Indexer;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Server.Events;

public sealed class EventStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stream_delivers_what_is_stored_says_so_and_goes_on_with_news()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1));
        using var end = new CancellationTokenSource(Limit);
        await using var events = server.Client.EventsAsync(cancellationToken: end.Token).GetAsyncEnumerator(end.Token);

        Assert.Equal(2, (await NextAsync<EventView>(events)).Position);
        Assert.Equal(3, (await NextAsync<EventView>(events)).Position);
        Assert.Equal(3, (await NextAsync<CaughtUpView>(events)).Position);

        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), [TestMarket.Placed(TestMarket.Job(7))]);
        EventView news = await NextAsync<EventView>(events);

        Assert.Equal(5, news.Position);
        Assert.Equal(2, news.Block.Number);
        Assert.Equal(Ledger.Block(2).Hash.ToString(), news.Block.Hash);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), news.Block.Time);
        Assert.Equal("JobPlaced", news.Name);
        Assert.Equal(Accounts.Checksum(TestMarket.Deployment.JobFactory), news.Address);
        Assert.Equal(Accounts.Checksum(TestMarket.Job(7)), news.Job);
        Assert.Equal(Accounts.Checksum(TestMarket.Buyer), news.Arguments["buyer"]);
        Assert.Equal("1000", news.Arguments["escrow"]);
        Assert.True(FactoryEvents.TryDecode(news.Topics, news.Data, out var placed));
        Assert.Equal(TestMarket.Job(7), placed.Job);
    }

    [Fact]
    public async Task Reorg_is_told_as_the_blocks_to_undo_newest_first()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1));
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2));
        await Ledger.WriteAsync(server.Store, async transaction =>
        {
            await transaction.RevertAsync();
            await transaction.RevertAsync();
            await transaction.ApplyAsync(Ledger.Block(1, branch: 1), BlockState.Canonical);
            await transaction.FinalizeAsync(1);
        });

        List<StreamItem> items = await ReadToHeadAsync(server.Client);

        Assert.Equal([2, 1], items.OfType<RevertedView>().Select(reverted => reverted.BlockNumber));
        Assert.Equal([Ledger.Block(2).Hash.ToString(), Ledger.Block(1).Hash.ToString()], items.OfType<RevertedView>().Select(reverted => reverted.BlockHash));
        Assert.Equal([1], items.OfType<FinalizedView>().Select(finalized => finalized.BlockNumber));
    }

    [Fact]
    public async Task Reader_of_final_blocks_sees_each_once_and_no_revert()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1));
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2));
        await Ledger.WriteAsync(server.Store, async transaction => await transaction.FinalizeAsync(1));
        using var end = new CancellationTokenSource(Limit);
        var query = new EventQuery { Horizon = EventHorizon.Finalized };
        await using var events = server.Client.EventsAsync(query, end.Token).GetAsyncEnumerator(end.Token);

        Assert.Equal(1, (await NextAsync<EventView>(events)).Block.Number);
        Assert.Equal(1, (await NextAsync<EventView>(events)).Block.Number);
        await NextAsync<CaughtUpView>(events);

        await Ledger.WriteAsync(server.Store, async transaction => await transaction.RevertAsync());
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2) with { Hash = new Word(5, 5) });
        await Ledger.WriteAsync(server.Store, async transaction => await transaction.FinalizeAsync(2));

        Assert.Equal(new Word(5, 5).ToString(), (await NextAsync<EventView>(events)).Block.Hash);
    }

    [Fact]
    public async Task Filter_lets_pass_one_job_and_some_names_and_every_control_event()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), TestMarket.Job(1));
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), TestMarket.Job(2));
        await Ledger.WriteAsync(server.Store, async transaction => await transaction.FinalizeAsync(1));
        string job = TestMarket.Job(2).ToString();

        List<StreamItem> ofJob = await ReadToHeadAsync(server.Client, new EventQuery { Job = job });
        List<StreamItem> ofName = await ReadToHeadAsync(server.Client, new EventQuery { Job = job, Names = ["SellerSigned", "JobFilled"] });
        List<StreamItem> ofOther = await ReadToHeadAsync(server.Client, new EventQuery { Names = ["JobPlaced"] });

        Assert.Equal([2, 2], ofJob.OfType<EventView>().Select(view => view.Block.Number));
        Assert.Single(ofJob.OfType<FinalizedView>());
        Assert.Equal(2, ofName.OfType<EventView>().Count());
        Assert.Empty(ofOther.OfType<EventView>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connection_cut_at_random_places_leaves_no_hole_and_no_duplicate(int seed)
    {
        await using TestServer server = await TestServer.StartAsync();
        var random = new Random(seed);
        await using var proxy = new CuttingProxy(server.Url, () => random.Next(300, 20_000));
        using var client = new HypernetClient(proxy.Address, new HypernetClientOptions { ShortestDelay = TimeSpan.FromMilliseconds(1) });
        using var end = new CancellationTokenSource(Limit);

        Task writing = WriteHistoryAsync(server.Store, new Random(seed + 100));
        var seen = new List<StreamItem>();
        await foreach (StreamItem item in client.EventsAsync(cancellationToken: end.Token))
        {
            if (item is CaughtUpView)
            {
                continue;
            }

            seen.Add(item);
            if (item is FinalizedView { BlockNumber: 60 })
            {
                break;
            }
        }

        await writing;
        IReadOnlyList<Entry> stored = await server.Store.ReadAsync(0, IEventReader.MaximumLimit);
        Assert.Equal(stored.Where(entry => entry is Entry.Log or Entry.BlockReverted or Entry.Finalized).Select(entry => entry.Position), seen.Select(item => item.Position));
        Assert.True(proxy.Cuts >= 3, $"The connection was cut {proxy.Cuts} times: too few to prove anything.");
    }

    [Fact]
    public async Task Slow_reader_holds_nobody_up_and_misses_nothing()
    {
        const int Blocks = 40;
        await using TestServer server = await TestServer.StartAsync();
        using var end = new CancellationTokenSource(Limit);
        await using var slow = server.Client.EventsAsync(cancellationToken: end.Token).GetAsyncEnumerator(end.Token);
        await NextAsync<CaughtUpView>(slow);

        ChainLog large = TestMarket.Signed(TestMarket.Job(0), 0, TestMarket.Seller(0)) with { Data = new byte[100_000] };

        // 16 MiB of events: far more than the sockets between the two can hold.
        for (long number = 1; number <= Blocks; number++)
        {
            await Ledger.ApplyAsync(server.Store, Ledger.Block(number), [large, large]);
        }

        Assert.Equal(2 * Blocks, (await ReadToHeadAsync(server.Client)).OfType<EventView>().Count());
        for (int count = 0; count < 2 * Blocks; count++)
        {
            Assert.Equal((count / 2) + 1, (await NextAsync<EventView>(slow)).Block.Number);
        }
    }

    [Fact]
    public async Task Quiet_stream_beats_every_15_seconds_and_moves_the_cursor_past_what_the_filter_kept_back()
    {
        var time = new ManualTimeProvider();
        await using TestServer server = await TestServer.StartAsync(time);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1));
        server.Indexer.Status = new IndexerStatus { Head = 4 };
        using var end = new CancellationTokenSource(Limit);
        using var reader = new StreamReader(await server.Http.GetStreamAsync(TestServer.At("/v1/events?filter=name:JobPlaced"), end.Token));
        Assert.Equal("retry: 1000", await reader.ReadLineAsync(end.Token));
        Assert.Equal(["", "id: 3", "event: caught-up", "data: {\"position\":3}", ""], await ReadLinesAsync(reader, 5, end.Token));

        for (int beat = 0; beat < 3; beat++)
        {
            await WaitUntilAsync(() => time.Waiting > 0, end.Token);
            time.Advance(EventStream.Heartbeat);
            Assert.Equal([": head=4 position=3", "id: 3", ""], await ReadLinesAsync(reader, 3, end.Token));
        }
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<StreamItem> events)
        where T : StreamItem
    {
        Assert.True(await events.MoveNextAsync());
        return Assert.IsType<T>(events.Current);
    }

    private static async Task<List<StreamItem>> ReadToHeadAsync(HypernetClient client, EventQuery? query = null)
    {
        using var end = new CancellationTokenSource(Limit);
        var items = new List<StreamItem>();
        await foreach (StreamItem item in client.EventsAsync(query, end.Token))
        {
            if (item is CaughtUpView)
            {
                return items;
            }

            items.Add(item);
        }

        return items;
    }

    // Sixty blocks with a reorg now and then, in steps that a reader can overtake.
    private static async Task WriteHistoryAsync(IEventStore store, Random random)
    {
        var chain = new Stack<Block>([Ledger.Block(0)]);
        for (int branch = 1; chain.Peek().Number < 60; branch++)
        {
            if (chain.Count > 4 && random.Next(5) == 0)
            {
                int depth = random.Next(1, 4);
                await Ledger.WriteAsync(store, async transaction =>
                {
                    for (int block = 0; block < depth; block++)
                    {
                        await transaction.RevertAsync();
                        chain.Pop();
                    }
                });
            }

            Block tip = chain.Peek();
            var next = new Block(tip.Number + 1, new Word((UInt128)branch, (UInt128)tip.Number + 1), tip.Hash, tip.Time.AddSeconds(1));
            chain.Push(next);
            await Ledger.ApplyAsync(store, next, [.. Enumerable.Range(0, random.Next(8)).Select(tenure => TestMarket.Signed(TestMarket.Job(0), tenure, TestMarket.Seller(tenure)))]);
        }

        await Ledger.WriteAsync(store, async transaction => await transaction.FinalizeAsync(60));
    }

    private static async Task<List<string?>> ReadLinesAsync(StreamReader reader, int count, CancellationToken cancellationToken)
    {
        var lines = new List<string?>();
        while (lines.Count < count)
        {
            lines.Add(await reader.ReadLineAsync(cancellationToken));
        }

        return lines;
    }

    private static async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(1, cancellationToken);
        }
    }
}
