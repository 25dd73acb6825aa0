namespace Hypernet.Buyer;

/// <summary>What a buyer can learn without a key: what a job would cost, how one goes, what came of it, who has what.</summary>
/// <param name="market">The market.</param>
/// <param name="time">The clock; the system's if null.</param>
public sealed partial class MarketReader(MarketAccess market, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The market.</summary>
    public MarketAccess Market => market;
}
