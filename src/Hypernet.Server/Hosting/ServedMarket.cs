using Hypernet.Ethereum;

namespace Hypernet.Server.Hosting;

/// <summary>The market that a server serves.</summary>
/// <param name="Network">The chain's name.</param>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Contracts">The market's contracts by name.</param>
internal sealed record ServedMarket(string Network, ulong ChainId, IReadOnlyDictionary<string, Address> Contracts);
