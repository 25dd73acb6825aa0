using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Testing;

/// <summary>A log as one of the market's contracts would emit it.</summary>
/// <param name="Emitter">The contract.</param>
/// <param name="Data">Its data.</param>
/// <param name="Topics">Its topics, the event's signature first.</param>
public sealed record MarketLog(Account Emitter, byte[] Data, params Hash32[] Topics);
