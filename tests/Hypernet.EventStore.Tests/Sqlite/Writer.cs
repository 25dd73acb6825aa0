namespace Hypernet.EventStore.Sqlite;

/// <summary>Writes the sample chain: at every seventh block the newest block is replaced, at every fifth some become final.</summary>
internal static class Writer
{
    /// <summary>How many entries the chain has once the block of this height is committed.</summary>
    public static long Entries(long height)
    {
        long entries = 0;
        for (long number = 1; number <= height; number++)
        {
            entries += 3 + (number % 7 == 0 ? 4 : 0) + (number % 5 == 0 ? 1 : 0);
        }

        return entries;
    }

    /// <summary>Goes on where the store ends, to a height.</summary>
    public static async Task RunAsync(SqliteEventStore store, long height, Action<long> committed)
    {
        if ((await store.ReadProjectionsAsync()).Count == 0)
        {
            await Sample.CommitAsync(store, async transaction => await transaction.ResetProjectionAsync(Sample.Projection, 1));
        }

        long begin = (await store.FindCanonicalAsync(long.MaxValue))?.Block.Number ?? 0;
        for (long number = begin + 1; number <= height; number++)
        {
            await Sample.CommitAsync(store, transaction => WriteAsync(transaction, number));
            committed(number);
        }
    }

    private static async Task WriteAsync(IEventTransaction transaction, long number)
    {
        var parent = (await transaction.FindTipAsync())?.Block.Hash ?? Sample.Hash('a', 0);
        if (number % 7 == 0)
        {
            await Sample.ApplyAsync(transaction, Sample.Block(number, 'c') with { Parent = parent });
            await transaction.RevertAsync();
        }

        await Sample.ApplyAsync(transaction, Sample.Block(number, number % 7 == 0 ? 'b' : 'a') with { Parent = parent });
        if (number % 5 == 0)
        {
            await transaction.FinalizeAsync(number - 2);
        }
    }
}
