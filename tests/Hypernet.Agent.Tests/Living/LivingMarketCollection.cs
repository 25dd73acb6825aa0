using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>One market for all tests that need one, which take turns at it.</summary>
[CollectionDefinition(nameof(LivingMarket))]
public sealed class LivingMarketCollection : ICollectionFixture<LivingMarket>;
