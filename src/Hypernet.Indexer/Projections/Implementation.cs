using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>A kind of job contract that the timelock has spoken of.</summary>
internal sealed record Implementation(Account Address, bool IsListed);
