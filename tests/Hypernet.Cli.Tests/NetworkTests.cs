using Xunit;

namespace Hypernet.Cli.Tests;

[Collection(CliMarketTests.Name)]
public sealed class NetworkTests(CliMarket market)
{
    private const int Misused = 2;
    private const int NotFound = 3;

    [Fact]
    public async Task A_named_network_has_its_own_variable_for_a_node()
    {
        (await CommandRun.OfAsync("token", "balance", "--network", "base-sepolia"))
            .Failed(Misused, "HYPERNET_RPC_BASE_SEPOLIA is not set", "--rpc");
    }

    [Fact]
    public async Task A_network_without_a_deployment_is_told_how_to_get_one()
    {
        (await CommandRun.OfAsync("token", "balance", "--network", "hoodi", "--rpc", market.Rpc))
            .Failed(NotFound, "there is no deployment on hoodi", "npm run deploy -- --network hoodi");
    }

    [Fact]
    public async Task A_deployment_is_that_of_the_named_network()
    {
        (await market.RunAsync("token", "balance", "--network", "local")).Succeeded();
        (await market.RunAsync("token", "balance", "--network", "sepolia"))
            .Failed(Misused, "is the deployment on local, not on sepolia", "--deployment");
    }

    [Fact]
    public async Task A_deployment_names_its_network() =>
        (await CommandRun.OfAsync("chain", "deploy", "--yes")).Failed(Misused, "no network is named", "--network sepolia");
}
