namespace Hypernet.Market;

/// <summary>Bytes given as a checkpoint record are none (docs/spec/commitment.md §1).</summary>
public sealed class RecordException : MarketException
{
    internal RecordException(string message)
        : base(message)
    {
    }
}
