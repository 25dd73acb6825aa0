using System.Text.Json;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Reads the JSON of a deployment file.</summary>
internal static class DeploymentReader
{
    public static Deployment Read(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new DeploymentException($"{path} is not a deployment file: {fault.Message} Deploy again (hypernet chain deploy).", fault);
        }
    }

    private static Deployment Read(JsonElement root)
    {
        JsonElement addresses = Member(root, "addresses");
        JsonElement hashes = Member(root, "codeHashes");
        return new Deployment
        {
            Network = Text(root, "network"),
            ChainId = Member(root, "chainId").GetUInt64(),
            Block = Member(root, "block").GetUInt64(),
            Hypertoken = AccountOf(addresses, "Hypertoken"),
            Collateral = AccountOf(addresses, "Collateral"),
            JobFactory = AccountOf(addresses, "JobFactory"),
            Job = AccountOf(addresses, "Job"),
            ProtocolParameters = AccountOf(addresses, "ProtocolParameters"),
            Reputation = AccountOf(addresses, "Reputation"),
            LibraryRegistry = AccountOf(addresses, "LibraryRegistry"),
            Voting = AccountOf(addresses, "Voting"),
            Timelock = AccountOf(addresses, "Timelock"),
            Faucet = addresses.TryGetProperty("Faucet", out _) ? AccountOf(addresses, "Faucet") : null,
            CodeHashes = addresses.EnumerateObject().ToDictionary(
                contract => AccountOf(addresses, contract.Name),
                contract => Hash32.Parse(Text(hashes, contract.Name)).ToBytes32()),
        };
    }

    private static Account AccountOf(JsonElement addresses, string contract) => Address.Parse(Text(addresses, contract)).ToAccount();

    private static string Text(JsonElement owner, string name) =>
        Member(owner, name).GetString() ?? throw new FormatException($"{name} is null.");

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement member) ? member : throw new KeyNotFoundException($"{name} is missing.");
}
