using System.Globalization;
using System.Text;

namespace Hypernet.EventStore;

/// <summary>Blocks, logs and rows of a chain that exists in tests only; branch 'a' is the first one.</summary>
internal static class Sample
{
    public const string Projection = "totals";

    public static ChainIdentity Chain { get; } = new(31337, Hash('g', 0));

    public static ContractAddress Job { get; } = ContractAddress.Parse("0x00000000000000000000000000000000000000aa");

    public static StreamName JobStream { get; } = StreamName.Of("job", Job);

    public static StreamName SellerStream { get; } =
        StreamName.Of("seller", ContractAddress.Parse("0x00000000000000000000000000000000000000bb"));

    public static Word Hash(char branch, long number) => new(branch, (UInt128)number);

    public static Block Block(long number, char branch = 'a', char? parentBranch = null) => new(
        number,
        Hash(branch, number),
        Hash(parentBranch ?? branch, number - 1),
        DateTimeOffset.UnixEpoch.AddSeconds(number));

    public static ChainLog Log(int index, byte data = 7) => new(
        index, new Word(1, (UInt128)index), Job, [new Word(2, 3), new Word(4, 5)], new byte[] { data, 0, data });

    public static Row Row(string key, string value, long order = 0, params string[] terms) =>
        new(Projection, key, order, terms, Encoding.UTF8.GetBytes(value));

    public static string Text(Row? row) => row is null ? "none" : Encoding.UTF8.GetString(row.Value.Span);

    /// <summary>Applies a block with two logs, the second also in the seller's stream, and counts both in a row.</summary>
    public static async Task ApplyAsync(IEventTransaction transaction, Block block, BlockState state = BlockState.Canonical)
    {
        Assert.True(await transaction.ApplyAsync(block, state));
        await transaction.AppendAsync(Log(0), JobStream);
        await transaction.AppendAsync(Log(1), JobStream);
        await transaction.LinkAsync(SellerStream);
        await CountAsync(transaction, block.Hash, 2);
    }

    /// <summary>A fold that depends on order and on every log: the row tells two histories apart.</summary>
    public static async Task CountAsync(IEventTransaction transaction, Word block, int logs)
    {
        var before = await transaction.FindRowAsync(Projection, "history");
        string history = before is null ? string.Empty : Text(before);
        await transaction.PutRowAsync(Row("history", $"{history}{block.High}:{block.Low}x{logs};", 0, "kind=history"));
        await transaction.PutRowAsync(Row(block.ToString(), logs.ToString(CultureInfo.InvariantCulture), (long)block.Low, "kind=block"));
    }

    public static async Task CommitAsync(IEventStore store, Func<IEventTransaction, Task> write)
    {
        await using var transaction = await store.BeginAsync(Durability.Relaxed);
        await write(transaction);
        await transaction.CommitAsync();
    }

    /// <summary>A store with the projection known and blocks 1 to <paramref name="height"/> of branch a applied.</summary>
    public static async Task FillAsync(IEventStore store, long height)
    {
        await CommitAsync(store, async transaction => await transaction.ResetProjectionAsync(Projection, 1));
        for (long number = 1; number <= height; number++)
        {
            await CommitAsync(store, transaction => ApplyAsync(transaction, Block(number)));
        }
    }

    /// <summary>Everything that readers can see of the current state, positions apart.</summary>
    public static async Task<string> DescribeAsync(IEventStore store)
    {
        var text = new StringBuilder();
        var rows = await store.QueryAsync(new RowQuery(Projection) { Limit = RowQuery.MaximumLimit, NewestFirst = false });
        foreach (var row in rows.Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Key} {row.Order} {string.Join(',', row.Terms)} {Text(row)}");
        }

        foreach (var stream in new[] { JobStream, SellerStream })
        {
            foreach (var happened in await store.ReadStreamAsync(stream, 0, IEventReader.MaximumLimit))
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"{stream} {happened.Version} {happened.Entry.Block} {happened.Entry.Content.Index} {Convert.ToHexString(happened.Entry.Content.Data.Span)}");
            }
        }

        for (var block = await store.FindCanonicalAsync(long.MaxValue); block is not null;
            block = await store.FindCanonicalAsync(block.Block.Number - 1))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{block.Block} {block.State}");
        }

        return text.ToString();
    }
}
