using Hypernet.EventStore;

namespace Hypernet.Server;

/// <summary>Writes a chain that exists in tests only, one transaction per step, as an indexer does.</summary>
internal static class Ledger
{
    internal static ChainIdentity Chain { get; } = new(31337, new Word(1, 1));

    internal static ContractAddress Job(int number) => ContractAddress.Parse($"0x{0xa000 + number:x40}");

    internal static Block Block(long number, int branch = 0) => new(
        number, new Word((UInt128)branch, (UInt128)number), new Word((UInt128)branch, (UInt128)(number - 1)), DateTimeOffset.UnixEpoch.AddSeconds(number));

    internal static ChainLog Log(int index, ContractAddress address, int dataBytes = 32)
        => new(index, new Word(9, (UInt128)index), address, [new Word(2, 3)], new byte[dataBytes]);

    /// <summary>Applies a block with some logs of one job.</summary>
    internal static Task ApplyAsync(IEventStore store, Block block, int logs = 2, int job = 0, int dataBytes = 32) => WriteAsync(store, async transaction =>
    {
        await transaction.ApplyAsync(block, BlockState.Canonical);
        for (int index = 0; index < logs; index++)
        {
            await transaction.AppendAsync(Log(index, Job(job), dataBytes), StreamName.Of("job", Job(job)));
        }
    });

    internal static async Task WriteAsync(IEventStore store, Func<IEventTransaction, Task> write)
    {
        await using IEventTransaction transaction = await store.BeginAsync(Durability.Relaxed);
        await write(transaction);
        await transaction.CommitAsync();
    }
}
