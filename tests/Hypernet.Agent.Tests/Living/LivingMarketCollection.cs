using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>One market for the tests that need one, which take turns at it.</summary>
[CollectionDefinition(nameof(LivingMarket))]
public sealed class LivingMarketCollection : ICollectionFixture<LivingMarket>;
