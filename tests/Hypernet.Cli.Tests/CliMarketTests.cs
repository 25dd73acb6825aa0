using Xunit;

namespace Hypernet.Cli.Tests;

/// <summary>Tests that share one market, one after the other: they send from one wallet.</summary>
[CollectionDefinition(Name)]
public sealed class CliMarketTests : ICollectionFixture<CliMarket>
{
    public const string Name = "market";
}
