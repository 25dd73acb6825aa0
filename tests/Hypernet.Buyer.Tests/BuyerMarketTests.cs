using Xunit;

namespace Hypernet.Buyer.Tests;

/// <summary>Tests that share one chain and one server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BuyerMarketTests : ICollectionFixture<BuyerMarket>
{
    public const string Name = "market";
}
