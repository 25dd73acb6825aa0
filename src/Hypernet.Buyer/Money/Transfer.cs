using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>Hypertoken that went into the market or out of it.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Free">What is free in the market now.</param>
public sealed record Transfer(Amount Amount, Hash32 Transaction, Amount Free);
