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

    public static Table<PeerStanding> Peers { get; } = new(
        "peers", IndexerJson.Default.PeerStanding, _ => 0, _ => []);

    public static Table<Stake> Stakes { get; } = new(
        "stakes", IndexerJson.Default.Stake, _ => 0, StakeTerms);

    public static Table<BuyerRecord> Buyers { get; } = new(
        "buyers", IndexerJson.Default.BuyerRecord, _ => 0, _ => []);

    public static Table<BackerShare> BackerShares { get; } = new(
        "backer-shares", IndexerJson.Default.BackerShare, _ => 0, _ => []);

    public static Table<Implementation> Implementations { get; } = new(
        "implementations", IndexerJson.Default.Implementation, _ => 0, _ => []);

    /// <summary>Of a stake of which something is left.</summary>
    public static string Left => "left";

    public static string User(Account user) => $"user={user}";

    public static string Peer(Account peer) => $"peer={peer}";

    /// <summary>The key of what two accounts have together.</summary>
    public static string Pair(Account first, Account second) => $"{first}/{second}";

    public static string Status(JobStatus status) => $"status={status}";

    public static string Buyer(Account buyer) => $"buyer={buyer}";

    public static string Seller(Account seller) => $"seller={seller}";

    /// <summary>The place of a log in the chain, which no reorg elsewhere changes.</summary>
    public static long OrderOf(Block block, ChainLog log) => (block.Number * LogsPerBlock) + log.Index;

    private static string[] StakeTerms(Stake stake) =>
        (stake.Placed + stake.Withdrawing).IsZero ? [] : [Left, User(stake.User), Peer(stake.Peer)];

    private static string[] JobTerms(JobSummary job) =>
        [Status(job.Status), Buyer(job.Buyer), .. job.Sellers.Distinct().Select(Seller)];
}
