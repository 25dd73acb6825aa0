using Hypernet.Contracts;
using Hypernet.EventStore;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Server;

/// <summary>The logs of a market that exists in tests only, as the ledger stores them.</summary>
internal static class TestMarket
{
    internal static Deployment Deployment => MarketLogs.Deployment;

    internal static Account Buyer => MarketLogs.Buyer;

    internal static Account Number(int number) => MarketLogs.Number(number);

    internal static Account Job(int number) => Number(0xa000 + number);

    internal static Account Seller(int number) => MarketLogs.Seller(number);

    internal static ChainLog Placed(Account job, Account? buyer = null, int ranks = 2) => Stored(MarketLogs.Placed(job, ranks, buyer: buyer));

    internal static ChainLog Signed(Account job, int tenure, Account seller) => Stored(MarketLogs.SellerSigned(job, tenure, seller));

    internal static IEnumerable<ChainLog> Started(Account job) => MarketLogs.Started(job).Select(Stored);

    internal static ChainLog Committed(Account job, int checkpoint, int rank) => Stored(MarketLogs.Committed(job, checkpoint, rank));

    internal static IEnumerable<ChainLog> Settled(Account job, int checkpoint, ulong digest) => MarketLogs.Settled(job, checkpoint, digest).Select(Stored);

    internal static ChainLog Faulted(Account job, int checkpoint, int tenure, int rank, Account seller, Verdict verdict)
        => Stored(MarketLogs.Faulted(job, checkpoint, tenure, rank, seller, verdict));

    internal static ChainLog Paid(Account job, int tenure, Account seller, ulong cells) => Stored(MarketLogs.Paid(job, tenure, seller, cells));

    internal static ChainLog Stored(MarketLog log) => new(
        0, new Word(9, 9), ContractAddress.From(log.Emitter.ToAddress().Bytes), [.. log.Topics.Select(topic => Word.From(topic.Bytes))], log.Data);
}
