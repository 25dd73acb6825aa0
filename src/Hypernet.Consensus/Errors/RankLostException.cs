namespace Hypernet.Consensus;

/// <summary>A rank that the operation cannot do without is gone: its root, or any under <see cref="OnLoss.Strict"/>. The group lives on.</summary>
public sealed class RankLostException(string message, SlotSet lost) : ConsensusException(message)
{
    /// <summary>Who is gone.</summary>
    public SlotSet Lost { get; } = lost;
}
