using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.Ingestion;
using Hypernet.Indexer.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypernet.Indexer;

/// <summary>
/// Follows a chain and keeps its market's events and state in a store. Faults of the chain's nodes make it late, never
/// wrong: it tries again until it is stopped.
/// </summary>
public sealed class ChainIndexer
{
    private readonly IEventStore _store;
    private readonly IndexerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ChainReader _chain;
    private readonly Projector _projector;
    private readonly ChainFollower _follower;
    private IndexerStatus _status = new();

    /// <summary>Prepares to follow; nothing is asked yet.</summary>
    /// <param name="store">Where everything is kept; the indexer is its only writer.</param>
    /// <param name="nodes">Nodes of the store's chain, at least one; the next is asked when one fails.</param>
    /// <param name="options">What is followed.</param>
    /// <param name="time">The clock of waits; the system's if null.</param>
    /// <param name="log">Where the indexer says what it does; nowhere if null.</param>
    public ChainIndexer(
        IEventStore store, IReadOnlyList<JsonRpcClient> nodes, IndexerOptions options, TimeProvider? time = null, ILogger? log = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FinalityDepth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestRange, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval, TimeSpan.Zero);
        _store = store;
        _options = options;
        _time = time ?? TimeProvider.System;
        _log = log ?? NullLogger.Instance;
        var logs = new MarketLogs(options.Deployment);
        _projector = new Projector(logs,
        [
            new ImplementationsProjection(),
            new JobsProjection(options.Deployment.Job),
            new SellersProjection(),
            new LedgerProjection(options.Deployment.Timelock),
            new PeersProjection(),
            new StakesProjection(),
            new BuyersProjection(),
            new BackerSharesProjection(),
        ]);
        _chain = new ChainReader(nodes, store.Chain, LogCodec.Signatures);
        _follower = new ChainFollower(store, _chain, new LedgerWriter(logs, _projector), _projector, options);
    }

    /// <summary>How far it has come; may be read at any time.</summary>
    public IndexerStatus Status => Volatile.Read(ref _status);

    /// <summary>Asks a node which chain it follows: what a store of that chain is opened with.</summary>
    public static Task<ChainIdentity> IdentifyAsync(JsonRpcClient node, CancellationToken cancellationToken = default) =>
        ChainReader.IdentifyAsync(node, cancellationToken);

    /// <summary>Follows the chain until it is stopped.</summary>
    /// <exception cref="OperationCanceledException">It was stopped: the only end of a healthy store.</exception>
    /// <exception cref="EventStoreException">The store failed for good.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await _projector.PrepareAsync(_store, cancellationToken))
        {
            _log.Rebuilt();
        }

        Volatile.Write(ref _status, await WithStoreAsync(Status, cancellationToken));
        int failures = 0;
        while (true)
        {
            var wait = _options.PollInterval;
            try
            {
                bool isCaughtUp = await StepAsync(cancellationToken);
                failures = 0;
                wait = isCaughtUp ? wait : TimeSpan.Zero;
            }
            catch (Exception fault) when (IsTransient(fault))
            {
                wait = Backoff(failures++);
                _chain.Leave();
                _log.Faulted(fault, wait);
                Volatile.Write(ref _status, Status with { Fault = fault.Message, IsCaughtUp = false });
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private static bool IsTransient(Exception fault) =>
        fault is EthereumException or IndexerException or EventStoreException { IsTransient: true };

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var advance = await _follower.AdvanceAsync(cancellationToken);
        bool wasCaughtUp = Status.IsCaughtUp;
        var status = Status with { Head = advance.Head, IsCaughtUp = advance.IsCaughtUp, Fault = null };
        if (advance.Reverted > 0)
        {
            Report(advance);
            status = status with
            {
                Reorgs = status.Reorgs + 1,
                DeepestReorg = Math.Max(status.DeepestReorg, advance.Reverted),
                ReorgsBelowFinality = status.ReorgsBelowFinality + (advance.IsBelowFinality ? 1 : 0),
            };
        }

        Volatile.Write(ref _status, advance.HasWritten ? await WithStoreAsync(status, cancellationToken) : status);
        if (advance.IsCaughtUp && !wasCaughtUp)
        {
            _log.CaughtUp(Status.Block?.Number ?? 0, Status.Position);
        }

        return advance.IsCaughtUp;
    }

    private async Task<IndexerStatus> WithStoreAsync(IndexerStatus status, CancellationToken cancellationToken) => status with
    {
        Block = (await _store.FindCanonicalAsync(long.MaxValue, cancellationToken))?.Block,
        Final = (await _store.FindFinalAsync(cancellationToken))?.Block,
        Position = await _store.GetPositionAsync(cancellationToken),
    };

    private void Report(Advance advance)
    {
        if (advance.IsBelowFinality)
        {
            _log.ReorganizedBelowFinality(advance.Reverted);
        }
        else
        {
            _log.Reorganized(advance.Reverted);
        }
    }

    // The client below waits with jitter between its own repetitions; this wait only has to grow and to end.
    private TimeSpan Backoff(int failures)
    {
        double wait = _options.PollInterval.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 16));
        return TimeSpan.FromMilliseconds(Math.Min(wait, _options.LongestBackoff.TotalMilliseconds));
    }
}
