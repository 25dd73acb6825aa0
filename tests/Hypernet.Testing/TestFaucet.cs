using System.Text.Json.Nodes;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Testing;

/// <summary>Adds to a local chain what test networks have.</summary>
public static class TestFaucet
{
    /// <summary>Creates a faucet, gives it tokens of the foundation's, and writes the deployment file that names it.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="held">What the faucet holds.</param>
    /// <param name="dayLimit">What it gives in a day.</param>
    /// <param name="file">The deployment file to write.</param>
    public static async Task AddAsync(DeployedChain chain, Amount held, Amount dayLimit, string file)
    {
        using var node = new JsonRpcClient(chain.Url);
        using var foundation = PrivateKey.Parse(chain.Keys[0]);
        var deployment = Deployment.Read(chain.DeploymentFile);
        var arguments = new AbiWriter(64);
        arguments.Write(deployment.Hypertoken.ToAddress());
        arguments.Write(dayLimit.Units);
        string created = await SendAsync(node, foundation, null, Artifact.Creation("mocks/Faucet.sol/Faucet", arguments.ToArray()));
        var faucet = Address.Parse(created);
        var filling = new HypertokenContract(node, deployment.Hypertoken).Transfer(faucet.ToAccount(), held);
        await SendAsync(node, foundation, filling.To, filling.Data);

        var json = JsonNode.Parse(await File.ReadAllTextAsync(chain.DeploymentFile))!;
        byte[] code = (await node.SendBatchAsync([EthRequests.Code(faucet, BlockParameter.Latest)]))[0];
        json["addresses"]!["Faucet"] = faucet.ToString();
        json["codeHashes"]!["Faucet"] = Keccak256.Hash(code).ToString();
        await File.WriteAllTextAsync(file, json.ToJsonString());
    }

    private static async Task<string> SendAsync(JsonRpcClient node, PrivateKey from, Address? to, byte[] data)
    {
        string target = to is null ? "" : $"\"to\":\"{to}\",";
        var receipt = await node.SendAsync(EthRequests.Raw(
            "eth_sendTransactionSync", $"[{{\"from\":\"{from.Address}\",{target}\"gas\":\"0x4c4b40\",\"data\":\"{Hex.Format(data)}\"}}]"));
        return receipt.GetProperty("status").GetString() == "0x1"
            ? receipt.GetProperty("contractAddress").GetString() ?? ""
            : throw new InvalidOperationException($"The transaction failed: {receipt}");
    }
}
