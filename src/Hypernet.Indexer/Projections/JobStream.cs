using System.Runtime.CompilerServices;
using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.Ingestion;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>The stream of a job: its placement by the factory, and its own events.</summary>
internal static class JobStream
{
    private const int PageSize = 1000;

    /// <summary>Reads one page of a stream: of the store, or as a transaction sees it.</summary>
    public delegate ValueTask<IReadOnlyList<StreamEvent>> PageReader(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken);

    public static StreamName Of(Account job) => StreamName.Of("job", job.ToLedger());

    /// <summary>Reads the events of a job's canonical history, oldest first.</summary>
    public static async IAsyncEnumerable<(Entry.Log Entry, MarketEvent Event)> ReadAsync(
        Account job, PageReader read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long version = 0;
        IReadOnlyList<StreamEvent> page;
        do
        {
            page = await read(Of(job), version, PageSize, cancellationToken);
            foreach (var happened in page)
            {
                var log = happened.Entry.Content;
                var source = log.Address.ToAccount() == job ? LogSource.Job : LogSource.JobFactory;
                version = happened.Version;
                yield return (happened.Entry, LogCodec.Decode(source, log)!);
            }
        }
        while (page.Count == PageSize);
    }
}
