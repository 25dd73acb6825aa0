using Hypernet.Indexer;
using Microsoft.Extensions.Logging;

namespace Hypernet.Server.Hosting;

/// <summary>Runs the indexer, and keeps saying what ended it: data that no longer advance must not pass for ready.</summary>
internal sealed class Follower(ChainIndexer indexer, ILogger log)
{
    private volatile string? _end;

    /// <summary>How far the indexer has come.</summary>
    internal IndexerStatus Status => _end is { } end ? indexer.Status with { Fault = end, IsCaughtUp = false } : indexer.Status;

    /// <summary>Follows the chain until it is stopped.</summary>
    /// <exception cref="EventStore.EventStoreException">The store failed for good.</exception>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await indexer.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The one healthy end.
        }
        catch (Exception fault)
        {
            _end = $"The indexer has ended: {fault.Message}";
            log.IndexerFailed(fault);
            throw;
        }
    }
}
