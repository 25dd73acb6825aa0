using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Deployments;

public sealed class DeploymentTests : IDisposable
{
    private const string Hash = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

    private static readonly string[] Contracts =
        ["Hypertoken", "Collateral", "JobFactory", "Job", "ProtocolParameters", "Reputation", "LibraryRegistry", "Voting", "Timelock"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_deployment_file_is_read_whole()
    {
        Deployment deployment = Deployment.Read(Write(Json()));

        Assert.Equal(("local", 31337UL, 3UL), (deployment.Network, deployment.ChainId, deployment.Block));
        Assert.Equal(Account.Parse("0x0000000000000000000000000000000000000001"), deployment.Hypertoken);
        Assert.Equal(Account.Parse("0x0000000000000000000000000000000000000004"), deployment.Job);
        Assert.Equal(Account.Parse("0x0000000000000000000000000000000000000009"), deployment.Timelock);
        Assert.Equal(9, deployment.CodeHashes.Count);
        Assert.Equal(Bytes32.Parse(Hash), deployment.CodeHashes[deployment.Job]);
        Assert.Null(deployment.Faucet);
    }

    [Fact]
    public void A_test_network_names_its_faucet()
    {
        string path = Write(Json([.. Contracts, "Faucet"]));

        Assert.Equal(Account.Parse("0x000000000000000000000000000000000000000a"), Deployment.Read(path).Faucet);
    }

    [Fact]
    public void A_missing_file_says_how_to_get_one()
    {
        var refused = Assert.Throws<DeploymentException>(() => Deployment.Read(Path.Combine(_folder.Path, "none.json")));

        Assert.Contains("none.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains("hypernet chain deploy", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Deployment.PathVariable, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"network\": \"local\",", "", "network is missing")]
    [InlineData("\"Job\": \"0x", "\"Job\": \"x", "is not an address")]
    [InlineData("\"Voting\"", "\"Voter\"", "Voting is missing")]
    [InlineData("\"chainId\": 31337", "\"chainId\": \"31337\"", "not a deployment file")]
    [InlineData("}", "", "not a deployment file")]
    public void A_file_that_is_no_deployment_says_what_is_wrong(string right, string wrong, string words)
    {
        string path = Write(Json().Replace(right, wrong, StringComparison.Ordinal));

        var refused = Assert.Throws<DeploymentException>(() => Deployment.Read(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deployment_of_a_chain_is_found_by_its_number()
    {
        string networks = Directory.CreateDirectory(Path.Combine(_folder.Path, "deployment", "networks")).FullName;
        File.WriteAllText(Path.Combine(networks, "31337.json"), Json());
        File.WriteAllText(Path.Combine(networks, "5.json"), Json());

        Assert.Equal(31337UL, Deployment.Find(31337, _folder.Path).ChainId);
        Assert.Contains("of chain 31337, not of 5", Assert.Throws<DeploymentException>(() => Deployment.Find(5, _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<DeploymentException>(() => Deployment.Find(7, _folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static string Json() => Json(Contracts);

    private static string Json(string[] contracts)
    {
        string Members(Func<int, string> value) => string.Join(", ", contracts.Select((name, i) => $"\"{name}\": \"{value(i + 1)}\""));
        return $$"""
            { "network": "local", "chainId": 31337, "block": 3,
              "addresses": { {{Members(number => "0x" + number.ToString("x40", null))}} },
              "codeHashes": { {{Members(_ => Hash)}} } }
            """;
    }

    private string Write(string json)
    {
        string path = Path.Combine(_folder.Path, "deployment.json");
        File.WriteAllText(path, json);
        return path;
    }
}
