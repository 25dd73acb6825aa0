using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What an account has.</summary>
/// <param name="Wallet">Hypertoken outside the market.</param>
/// <param name="Free">Hypertoken in the market that can be used or withdrawn.</param>
/// <param name="Gas">The chain's own currency, in wei, which pays for transactions.</param>
public sealed record AccountBalance(Amount Wallet, Amount Free, UInt256 Gas);
