using Hypernet.Contracts;
using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Server;

/// <summary>Writes a chain that exists in tests only, one transaction per step, as an indexer does.</summary>
internal static class Ledger
{
    internal static ChainIdentity Chain { get; } = new(TestMarket.Deployment.ChainId, new Word(1, 1));

    internal static Block Block(long number, int branch = 0) => new(
        number, new Word((UInt128)branch, (UInt128)number), new Word((UInt128)branch, (UInt128)(number - 1)), DateTimeOffset.UnixEpoch.AddSeconds(number));

    /// <summary>Applies a block in which two sellers sign a job.</summary>
    internal static Task ApplyAsync(IEventStore store, Block block, Account? job = null) => ApplyAsync(
        store, block, [.. Enumerable.Range(0, 2).Select(tenure => TestMarket.Signed(job ?? TestMarket.Job(0), tenure, TestMarket.Seller(tenure)))]);

    internal static Task ApplyAsync(IEventStore store, Block block, IReadOnlyList<ChainLog> logs) => WriteAsync(store, async transaction =>
    {
        await transaction.ApplyAsync(block, BlockState.Canonical);
        foreach ((int index, ChainLog log) in logs.Index())
        {
            await transaction.AppendAsync(log with { Index = index }, StreamOf(log));
        }
    });

    internal static async Task WriteAsync(IEventStore store, Func<IEventTransaction, Task> write)
    {
        await using IEventTransaction transaction = await store.BeginAsync(Durability.Relaxed);
        await write(transaction);
        await transaction.CommitAsync();
    }

    // As the indexer names them: what the factory says of a job belongs to the job.
    private static StreamName StreamOf(ChainLog log)
    {
        bool isPlacement = log.Address == ContractAddress.From(TestMarket.Deployment.JobFactory.ToAddress().Bytes);
        return StreamName.Of("job", isPlacement ? ContractAddress.From(log.Topics[1].ToArray().AsSpan(12)) : log.Address);
    }
}
