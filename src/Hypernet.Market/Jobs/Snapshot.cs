namespace Hypernet.Market;

/// <summary>What a job keeps of the protocol's parameters, as they were when it was placed.</summary>
/// <param name="FeeBps">The treasury's fee, in basis points of the price of a paid cell.</param>
/// <param name="CancelBps">A seller's compensation for the buyer's early cancel, in basis points of the unit price.</param>
/// <param name="Hold">How long a slot must have been held to earn the compensation.</param>
/// <param name="DrawBlocks">Blocks between the first application to a vacancy and its draw.</param>
public sealed record Snapshot(int FeeBps, int CancelBps, TimeSpan Hold, int DrawBlocks)
{
    /// <summary>The fee on a price, rounded down as the contracts do.</summary>
    public Amount FeeDown(Amount price) => price.ShareDown(FeeBps);
}
