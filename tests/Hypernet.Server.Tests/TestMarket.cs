using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Server;

/// <summary>A market that exists in tests only: its contracts' addresses, and logs as its contracts would emit them.</summary>
internal static class TestMarket
{
    private const ulong UnitPrice = 10;
    private const ulong UnitCollateral = 20;

    internal static Deployment Deployment { get; } = new()
    {
        Network = "test",
        ChainId = 31337,
        Block = 0,
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

    internal static Account Buyer { get; } = Number(0xb0);

    internal static Account Number(int number) => Account.Parse($"0x{number:x40}");

    internal static Account Job(int number) => Number(0xa000 + number);

    internal static Account Seller(int number) => Number(0x5e0000 + number);

    /// <summary>A job of one group of two, three checkpoints.</summary>
    internal static ChainLog Placed(Account job, Account? buyer = null)
    {
        var data = new AbiWriter(32 * (3 + 4 + 23 + 2));
        data.Write(Deployment.Job.ToAddress());
        data.Write(1UL);
        data.Write(1000UL);
        Write(data, 100, 0, 0, 4);
        Write(data, UnitPrice, UnitCollateral, 1, 2, 2, 3, 60, 30, 90, 2_000_000_000, 0, 0, 0, 7, 0, 0, 3, 1, 512, 64, 0, 0, 1);
        AbiFrame libraries = data.EnterArray(32, 0);
        data.Leave(libraries);
        data.WriteString("https://example.org/program.tar.gz");
        return Log(Deployment.JobFactory, data.ToArray(), JobFactoryAbi.JobPlacedEvent.EventTopic, Topic(job), Topic(buyer ?? Buyer), Topic(7));
    }

    internal static ChainLog Signed(Account job, int tenure, Account seller)
    {
        var data = new AbiWriter(32 * 4);
        data.Write(seller.ToAddress());
        data.Write(seller.ToAddress());
        data.Write(9UL);
        data.WriteString($"127.0.0.1:{9000 + tenure}");
        return Log(job, data.ToArray(), JobAbi.SellerSignedEvent.EventTopic, Topic((ulong)tenure), Topic(seller));
    }

    internal static IEnumerable<ChainLog> Started(Account job) =>
    [
        Log(job, Words(1000), JobAbi.JobFilledEvent.EventTopic),
        Log(job, Words(77), JobAbi.SeedArmedEvent.EventTopic),
        Log(job, Words(123456, 1100), JobAbi.JobStartedEvent.EventTopic),
    ];

    internal static ChainLog Committed(Account job, int checkpoint, int rank) => Log(
        job, Words(0, (ulong)rank, 5, 0), JobAbi.ResultCommittedEvent.EventTopic, Topic(0), Topic((ulong)checkpoint), Topic((ulong)rank));

    internal static IEnumerable<ChainLog> Settled(Account job, int checkpoint, ulong digest) =>
    [
        Log(job, Words(0, digest, 3, 0, 0), JobAbi.CheckpointSettledEvent.EventTopic, Topic(0), Topic((ulong)checkpoint)),
        Log(job, Words(1200 + (ulong)checkpoint), JobAbi.BarrierPassedEvent.EventTopic, Topic((ulong)checkpoint + 1)),
    ];

    internal static ChainLog Paid(Account job, int tenure, Account seller, ulong cells) => Log(
        job, Words(cells, 9 * cells, 0, cells, UnitCollateral * cells, 0, 0), JobAbi.SellerPaidEvent.EventTopic, Topic((ulong)tenure), Topic(seller));

    private static ChainLog Log(Account emitter, byte[] data, params Hash32[] topics) => new(
        0, new Word(9, 9), ContractAddress.From(emitter.ToAddress().Bytes), [.. topics.Select(topic => Word.From(topic.Bytes))], data);

    private static byte[] Words(params ulong[] values)
    {
        var writer = new AbiWriter(32 * values.Length);
        Write(writer, values);
        return writer.ToArray();
    }

    private static Hash32 Topic(ulong value) => new(Words(value));

    private static Hash32 Topic(Account account)
    {
        var writer = new AbiWriter(32);
        writer.Write(account.ToAddress());
        return new Hash32(writer.ToArray());
    }

    private static void Write(AbiWriter writer, params ulong[] values)
    {
        foreach (ulong value in values)
        {
            writer.Write(value);
        }
    }
}
