using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;

namespace Hypernet.Indexer;

/// <summary>An indexer at work, stopped with the test.</summary>
internal sealed class RunningIndexer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public RunningIndexer(IEventStore store, params JsonRpcClient[] nodes)
        : this(store, ScriptedMarket.Deployment, nodes)
    {
    }

    public RunningIndexer(IEventStore store, Deployment deployment, params JsonRpcClient[] nodes)
    {
        Store = store;
        Indexer = new ChainIndexer(store, nodes, new IndexerOptions
        {
            Deployment = deployment,
            PollInterval = TimeSpan.FromMilliseconds(10),
            LongestBackoff = TimeSpan.FromMilliseconds(50),
            LongestRange = 50,
        });
        _run = Indexer.RunAsync(_stop.Token);
    }

    public IEventStore Store { get; }

    public ChainIndexer Indexer { get; }

    /// <summary>Waits until the store's newest block is this one.</summary>
    public async Task ReachAsync(Word block)
    {
        using var patience = new CancellationTokenSource(Patience);
        long position = 0;
        while ((await Store.FindCanonicalAsync(long.MaxValue))?.Block.Hash != block)
        {
            var next = Store.WaitAsync(position, patience.Token).AsTask();
            await Task.WhenAny(next, _run);
            position = _run.IsCompleted ? throw new InvalidOperationException("The indexer has ended.", _run.Exception) : await next;
        }
    }

    /// <summary>Waits until the indexer says something of itself.</summary>
    public async Task UntilAsync(Func<IndexerStatus, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo(Indexer.Status))
        {
            await Task.Delay(5, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        _stop.Dispose();
    }
}
