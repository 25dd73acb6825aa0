using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>A market of its own for jobs of many agents, beside that of all others: two at once.</summary>
[CollectionDefinition(nameof(JoinedMarketCollection))]
public sealed class JoinedMarketCollection : ICollectionFixture<LivingMarket>;
