using Hypernet.EventStore;
using Hypernet.EventStore.Memory;

namespace Hypernet.Indexer;

/// <summary>A market with an indexer that follows it into memory.</summary>
internal sealed class IndexedMarket : IAsyncDisposable
{
    private readonly RunningIndexer _running;

    private IndexedMarket(ScriptedMarket market)
    {
        Market = market;
        Store = new MemoryEventStore(market.Identity);
        _running = new RunningIndexer(Store, market.Node);
    }

    public ScriptedMarket Market { get; }

    public IEventStore Store { get; }

    public static async Task<IndexedMarket> StartAsync() => new(await ScriptedMarket.StartAsync());

    /// <summary>Mines a block, and waits until it is in the store.</summary>
    public async Task MineAsync() => await _running.ReachAsync(await Market.MineAsync());

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await Store.DisposeAsync();
        await Market.DisposeAsync();
    }
}
