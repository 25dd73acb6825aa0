using System.Globalization;
using System.Text;
using Hypernet.EventStore;
using Hypernet.EventStore.Memory;
using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer;

/// <summary>What must be equal of two stores that have seen the same chain, on whatever ways.</summary>
internal static class Snapshots
{
    private static readonly string[] Projections = ["backer-shares", "buyers", "implementations", "jobs", "ledger", "peers", "sellers", "stakes"];

    /// <summary>Every row, byte for byte, and every job's stream.</summary>
    public static async Task<string> DescribeAsync(IEventStore store)
    {
        var text = new StringBuilder();
        foreach (string projection in Projections)
        {
            var page = await store.QueryAsync(new RowQuery(projection) { Limit = RowQuery.MaximumLimit, NewestFirst = false });
            foreach (var row in page.Rows)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{projection} {row.Key} {row.Order} [{string.Join(' ', row.Terms)}] {Encoding.UTF8.GetString(row.Value.Span)}");
            }
        }

        foreach (var job in new[] { ScriptedMarket.Job, ScriptedMarket.OtherJob })
        {
            foreach (var happened in await store.ReadStreamAsync(JobStream.Of(job), 0, IEventReader.MaximumLimit))
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{happened.Version} {happened.Entry.Block} {happened.Entry.Content.Index} {Convert.ToHexString(happened.Entry.Content.Data.Span)}");
            }
        }

        return text.ToString();
    }

    /// <summary>What a new store says after it has followed only what the chain is now.</summary>
    public static async Task<string> DescribeCleanAsync(ScriptedMarket market, Word head)
    {
        await using var store = new MemoryEventStore(market.Identity);
        await using var clean = new RunningIndexer(store, market.Node);
        await clean.ReachAsync(head);
        return await DescribeAsync(store);
    }

    /// <summary>A reader that knows only the stream: it takes back what reverted blocks said, and folds the rest.</summary>
    public static async Task<JobState?> FoldStreamAsync(IEventReader store, Account job)
    {
        var logs = new List<Entry.Log>();
        var jobs = new HashSet<ContractAddress>();
        long position = 0;
        for (var page = await store.ReadAsync(0, 7); page.Count > 0; page = await store.ReadAsync(position, 7))
        {
            foreach (var entry in page)
            {
                Assert.Equal(++position, entry.Position);
                switch (entry)
                {
                    case Entry.Log log:
                        logs.Add(log);
                        break;
                    case Entry.ChildDiscovered child:
                        jobs.Add(child.Child);
                        break;
                    case Entry.BlockReverted reverted:
                        logs.RemoveAll(log => log.Block == reverted.Block);
                        break;
                }
            }
        }

        JobFold? fold = null;
        foreach (var log in logs)
        {
            var source = jobs.Contains(log.Content.Address) ? LogSource.Job : LogSource.JobFactory;
            if (LogCodec.Decode(source, log.Content) is { } happened && MarketLogs.JobOf(happened) == job)
            {
                fold = JobFold.Next(fold, happened);
            }
        }

        return fold?.State;
    }
}
