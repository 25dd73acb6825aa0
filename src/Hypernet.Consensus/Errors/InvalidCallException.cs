namespace Hypernet.Consensus;

/// <summary>A call that no rank could serve: its message names the value and the bound.</summary>
public sealed class InvalidCallException(string message) : ConsensusException(message)
{
    /// <summary>The element whose sum is out of its type's range; −1 if that is not why.</summary>
    internal long Overflowed { get; init; } = -1;
}
