namespace Hypernet.EventStore;

/// <summary>What every store checks before it writes or reads.</summary>
internal static class LedgerRules
{
    public const char TermSeparator = '\n';

    private const int MaximumTerms = 8;

    public static void CheckOrder(Block block, BlockState state, BlockRecord? tip)
    {
        if (state == BlockState.Reverted)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "A block is applied as canonical or final.");
        }

        if (tip is null)
        {
            return;
        }

        bool isNext = block.Number == tip.Block.Number + 1;
        bool follows = isNext ? block.Parent == tip.Block.Hash : block.Number > tip.Block.Number;
        bool mayLeaveOut = state == BlockState.Final;
        bool keepsFinalFirst = state == BlockState.Canonical || tip.State == BlockState.Final;
        if (!follows || !(isNext || mayLeaveOut) || !keepsFinalFirst)
        {
            throw new BlockOrderException(block, tip.Block);
        }
    }

    public static void CheckLog(Block? applied, ChainLog log, int lastIndex)
    {
        if (applied is null)
        {
            throw new InvalidOperationException($"Log {log.Index} belongs to no block: apply its block in the same transaction first.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(log.Index, lastIndex, nameof(log));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log.Topics.Count, 4, nameof(log));
    }

    public static void CheckVersion(StreamName stream, ExpectedVersion expected, long found)
    {
        if (!expected.Matches(found))
        {
            throw new StreamVersionException(stream, expected, found);
        }
    }

    public static void CheckRow(Row row, Block? current, bool isKnown)
    {
        if (current is null)
        {
            throw new InvalidOperationException($"Row {row.Key} of {row.Projection} belongs to no block: apply or replay its block first.");
        }

        if (!isKnown)
        {
            throw new InvalidOperationException($"The projection {row.Projection} is not known: reset it first.");
        }

        if (row.Terms.Any(term => term.Contains(TermSeparator, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"Row {row.Key} of {row.Projection} has a term with a line break.", nameof(row));
        }
    }

    public static InvalidOperationException NotCanonical(Block block) =>
        new($"Block {block.Number} ({block.Hash}) is not canonical: only canonical blocks are replayed.");

    public static InvalidOperationException NoLog() =>
        new("No log was appended to the block applied last: append the log first.");

    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IEventReader.MaximumLimit);
    }

    public static void CheckQuery(RowQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, RowQuery.MaximumLimit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Terms.Count, MaximumTerms);
    }
}
