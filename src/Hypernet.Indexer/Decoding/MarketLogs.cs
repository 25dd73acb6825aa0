using Hypernet.Contracts;
using Hypernet.EventStore;
using Hypernet.Indexer.Ingestion;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.Decoding;

/// <summary>Tells logs that count from all others: those of the market's contracts, and of jobs that its factory announced.</summary>
internal sealed class MarketLogs(Deployment contracts)
{
    private readonly Dictionary<ContractAddress, LogSource> _contracts = new()
    {
        [contracts.JobFactory.ToLedger()] = LogSource.JobFactory,
        [contracts.Collateral.ToLedger()] = LogSource.Collateral,
        [contracts.Reputation.ToLedger()] = LogSource.Reputation,
        [contracts.ProtocolParameters.ToLedger()] = LogSource.ProtocolParameters,
        [contracts.LibraryRegistry.ToLedger()] = LogSource.LibraryRegistry,
    };

    /// <summary>What a log says; null when it does not count.</summary>
    public async ValueTask<MarketEvent?> ReadAsync(ChainLog log, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (_contracts.TryGetValue(log.Address, out var source))
        {
            return LogCodec.Decode(source, log);
        }

        bool isJob = await rows.FindAsync(Tables.Jobs, log.Address.ToString(), cancellationToken) is not null;
        return isJob ? LogCodec.Decode(LogSource.Job, log) : null;
    }

    /// <summary>The job that an event belongs to; null for an event of no job.</summary>
    public static Account? JobOf(MarketEvent happened) => happened switch
    {
        MarketEvent.OfJob ofJob => ofJob.Job,
        MarketEvent.Unreadable unreadable => unreadable.Job,
        _ => null,
    };

    /// <summary>The stream that a log is kept in: its job's, or its contract's.</summary>
    public StreamName StreamOf(ChainLog log, MarketEvent happened) =>
        JobOf(happened) is { } job ? JobStream.Of(job) : StreamName.Of(Category(_contracts[log.Address]), log.Address);

    private static string Category(LogSource source) => source switch
    {
        LogSource.JobFactory => "factory",
        LogSource.Collateral => "collateral",
        LogSource.Reputation => "reputation",
        LogSource.ProtocolParameters => "parameters",
        LogSource.LibraryRegistry => "libraries",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "A job's logs are in its own stream."),
    };
}
