using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>All tables, and the words in which read models ask them.</summary>
internal static class Tables
{
    // More logs than this cannot be in a block: each costs more than 375 gas.
    private const int LogsPerBlock = 1 << 20;

    public static Table<JobSummary> Jobs { get; } = new(
        "jobs", IndexerJson.Default.JobSummary, job => job.Order, JobTerms);

    public static Table<SellerSummary> Sellers { get; } = new(
        "sellers", IndexerJson.Default.SellerSummary, _ => 0, _ => []);

    public static Table<LedgerAccount> Ledger { get; } = new(
        "ledger", IndexerJson.Default.LedgerAccount, _ => 0, _ => []);

    public static Table<Implementation> Implementations { get; } = new(
        "implementations", IndexerJson.Default.Implementation, _ => 0, _ => []);

    public static string Status(JobStatus status) => $"status={status}";

    public static string Buyer(Account buyer) => $"buyer={buyer}";

    public static string Seller(Account seller) => $"seller={seller}";

    /// <summary>The place of a log in the chain, which no reorg elsewhere changes.</summary>
    public static long OrderOf(Block block, ChainLog log) => (block.Number * LogsPerBlock) + log.Index;

    private static string[] JobTerms(JobSummary job) =>
        [Status(job.Status), Buyer(job.Buyer), .. job.Sellers.Distinct().Select(Seller)];
}
