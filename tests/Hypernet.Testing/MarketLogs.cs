using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Market;

namespace Hypernet.Testing;

/// <summary>A market that exists in tests only: its contracts' addresses, and the logs that its jobs would leave.</summary>
public static class MarketLogs
{
    private const ulong UnitPrice = 10;
    private const ulong UnitCollateral = 20;
    private const ulong Ask = 9;

    /// <summary>Where its contracts are.</summary>
    public static Deployment Deployment { get; } = new()
    {
        Network = "test",
        ChainId = 31337,
        Block = 1,
        Hypertoken = Number(0xf0),
        JobFactory = Number(0xf1),
        Collateral = Number(0xf2),
        Job = Number(0xf3),
        ProtocolParameters = Number(0xf4),
        Reputation = Number(0xf5),
        LibraryRegistry = Number(0xf6),
        Voting = Number(0xf7),
        Timelock = Number(0xf8),
        CodeHashes = new Dictionary<Account, Bytes32>(),
    };

    /// <summary>Who places the jobs.</summary>
    public static Account Buyer { get; } = Number(0xb0);

    /// <summary>The account with this number as its address.</summary>
    public static Account Number(int number) => Account.Parse($"0x{number:x40}");

    /// <summary>One of many sellers.</summary>
    public static Account Seller(int number) => Number(0x5e0000 + number);

    /// <summary>A job of one group is placed.</summary>
    public static MarketLog Placed(
        Account job, int ranks = 2, int checkpoints = 3, Account? buyer = null, Account? factory = null, Account? implementation = null)
    {
        var data = new AbiWriter(32 * (3 + 4 + 23 + 2));
        data.Write((implementation ?? Deployment.Job).ToAddress());
        data.Write(1UL);
        data.Write(1000UL);
        WriteAll(data, 100, 0, 0, 4);
        WriteAll(
            data, UnitPrice, UnitCollateral, 1, (ulong)ranks, 2, (ulong)checkpoints, 60, 30, 90, 2_000_000_000, 0, 0, 0, 7, 0, 0, 3, 1, 512, 64, 0, 0, 1);
        var libraries = data.EnterArray(32, 0);
        data.Leave(libraries);
        data.WriteString("https://example.org/program.tar.gz");
        return new MarketLog(
            factory ?? Deployment.JobFactory, data.ToArray(), JobFactoryAbi.JobPlacedEvent.EventTopic, Topic(job), Topic(buyer ?? Buyer), Topic(7));
    }

    /// <summary>A seller signs.</summary>
    public static MarketLog SellerSigned(Account job, int tenure, Account seller)
    {
        var data = new AbiWriter(32 * 4);
        data.Write(seller.ToAddress());
        data.Write(seller.ToAddress());
        data.Write(Ask);
        data.WriteString($"127.0.0.1:{9000 + tenure}");
        return new MarketLog(job, data.ToArray(), JobAbi.SellerSignedEvent.EventTopic, Topic((ulong)tenure), Topic(seller));
    }

    /// <summary>A job that is signed by all starts.</summary>
    public static IReadOnlyList<MarketLog> Started(Account job) =>
    [
        new(job, Words(1000), JobAbi.JobFilledEvent.EventTopic),
        new(job, Words(77), JobAbi.SeedArmedEvent.EventTopic),
        new(job, Words(123456, 1100), JobAbi.JobStartedEvent.EventTopic),
    ];

    /// <summary>A rank commits.</summary>
    public static MarketLog Committed(Account job, int checkpoint, int rank, ulong commitment = 5) => new(
        job, Words(0, (ulong)rank, commitment, 0), JobAbi.ResultCommittedEvent.EventTopic, Topic(0), Topic((ulong)checkpoint), Topic((ulong)rank));

    /// <summary>The group settles a checkpoint, and the next begins.</summary>
    public static IReadOnlyList<MarketLog> Settled(Account job, int checkpoint, ulong digest, ulong honest = 3) =>
    [
        new(job, Words(0, digest, honest, 0, 0), JobAbi.CheckpointSettledEvent.EventTopic, Topic(0), Topic((ulong)checkpoint)),
        new(job, Words(1200 + (ulong)checkpoint), JobAbi.BarrierPassedEvent.EventTopic, Topic((ulong)checkpoint + 1)),
    ];

    /// <summary>A seller loses its place by a fault.</summary>
    public static MarketLog Faulted(Account job, int checkpoint, int tenure, int rank, Account seller, Verdict verdict) => new(
        job, Words(0, (ulong)rank, (ulong)verdict, UnitCollateral), JobAbi.SellerFaultedEvent.EventTopic, Topic((ulong)tenure), Topic(seller), Topic((ulong)checkpoint));

    /// <summary>A seller is paid.</summary>
    public static MarketLog Paid(Account job, int tenure, Account seller, ulong cells) => new(
        job, Words(cells, Ask * cells, 0, cells, UnitCollateral * cells, 0, 0), JobAbi.SellerPaidEvent.EventTopic, Topic((ulong)tenure), Topic(seller));

    /// <summary>The buyer announces that it wants the job to end.</summary>
    public static MarketLog TerminationAnnounced(Account job, ulong at) => new(job, Words(at), JobAbi.TerminationAnnouncedEvent.EventTopic);

    /// <summary>The job is complete.</summary>
    public static MarketLog Completed(Account job) => new(job, [], JobAbi.JobCompletedEvent.EventTopic);

    /// <summary>A user places stake on a peer.</summary>
    public static MarketLog StakePlaced(Account user, Account peer, ulong amount, ulong shares, ulong behind) => new(
        Deployment.Reputation, Words(amount, shares, behind), ReputationAbi.StakePlacedEvent.EventTopic, Topic(user), Topic(peer));

    /// <summary>A user takes stake from behind a peer.</summary>
    public static MarketLog StakeWithdrawalStarted(Account user, Account peer, ulong amount, ulong shares, ulong behind, ulong freeAt) => new(
        Deployment.Reputation, Words(amount, shares, behind, freeAt), ReputationAbi.StakeWithdrawalStartedEvent.EventTopic, Topic(user), Topic(peer));

    /// <summary>A seller's points or strikes change.</summary>
    public static MarketLog ReputationChanged(Account seller, Account job, ulong points, ulong strikes) => new(
        Deployment.Reputation, Words(points, strikes), ReputationAbi.ReputationChangedEvent.EventTopic, Topic(seller), Topic(job));

    /// <summary>How a job ended is put on its buyer's record.</summary>
    public static MarketLog BuyerRecorded(Account buyer, Account job, BuyerOutcome outcome) => new(
        Deployment.Reputation, Words((ulong)outcome), ReputationAbi.BuyerRecordedEvent.EventTopic, Topic(buyer), Topic(job));

    /// <summary>Numbers as data.</summary>
    public static byte[] Words(params ulong[] values)
    {
        var writer = new AbiWriter(32 * values.Length);
        WriteAll(writer, values);
        return writer.ToArray();
    }

    /// <summary>A number as a topic.</summary>
    public static Hash32 Topic(ulong value) => new(Words(value));

    /// <summary>An account as a topic.</summary>
    public static Hash32 Topic(Account account)
    {
        var writer = new AbiWriter(32);
        writer.Write(account.ToAddress());
        return new Hash32(writer.ToArray());
    }

    private static void WriteAll(AbiWriter writer, params ulong[] values)
    {
        foreach (ulong value in values)
        {
            writer.Write(value);
        }
    }
}
