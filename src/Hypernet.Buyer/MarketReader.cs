namespace Hypernet.Buyer;

/// <summary>What a buyer can learn without a key: what a job would cost, how one goes, what came of it, who has what.</summary>
/// <param name="market">The market.</param>
public sealed partial class MarketReader(MarketAccess market)
{
    /// <summary>The market.</summary>
    public MarketAccess Market => market;
}
