using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A unit price that was raised.</summary>
/// <param name="UnitPrice">The most that one seller is paid for one checkpoint from now on.</param>
/// <param name="Funded">What was added to the escrow.</param>
/// <param name="Transaction">The transaction that did it.</param>
public sealed record RaisedPrice(Amount UnitPrice, Amount Funded, Hash32 Transaction);
