using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What an account has in jobs, as the server tells it.</summary>
/// <param name="Escrow">What jobs that it placed still hold of its payment.</param>
/// <param name="Collateral">What jobs that it signed hold of its collateral.</param>
public sealed record LockedBalance(Amount Escrow, Amount Collateral);
