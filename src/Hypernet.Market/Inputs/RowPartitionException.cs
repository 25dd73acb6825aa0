using System.Globalization;

namespace Hypernet.Market;

/// <summary>An input cannot be cut by rows.</summary>
public sealed class RowPartitionException : MarketException
{
    internal RowPartitionException(long line, string problem)
        : base(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {problem}")) => Line = line;

    /// <summary>The line that is at fault, counted from 1.</summary>
    public long Line { get; }
}
