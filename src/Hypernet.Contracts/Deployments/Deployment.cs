using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Where the contracts are on one chain, as <c>deployment/export.js</c> wrote it.</summary>
[SuppressMessage("Naming", "CA1724", Justification = "The namespace System.Deployment was of the .NET Framework.")]
public sealed record Deployment
{
    /// <summary>The environment variable that names the file of a local chain.</summary>
    public const string PathVariable = "HYPERNET_DEPLOYMENT";

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The chain's id (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The first block that can hold an event of the contracts.</summary>
    public required ulong Block { get; init; }

    /// <summary>The currency.</summary>
    public required Account Hypertoken { get; init; }

    /// <summary>The ledger that holds all tokens of the market.</summary>
    public required Account Collateral { get; init; }

    /// <summary>The canonical factory: only jobs that it announced count.</summary>
    public required Account JobFactory { get; init; }

    /// <summary>The genesis implementation of jobs.</summary>
    public required Account Job { get; init; }

    /// <summary>What votes can change.</summary>
    public required Account ProtocolParameters { get; init; }

    /// <summary>Stake, points and strikes.</summary>
    public required Account Reputation { get; init; }

    /// <summary>The allowlist of sandbox libraries.</summary>
    public required Account LibraryRegistry { get; init; }

    /// <summary>Proposals and votes.</summary>
    public required Account Voting { get; init; }

    /// <summary>The treasury, which carries out what was voted.</summary>
    public required Account Timelock { get; init; }

    /// <summary>What gives tokens to whoever asks; none but on test networks.</summary>
    public Account? Faucet { get; init; }

    /// <summary>keccak256 of the code at each of these accounts.</summary>
    public required IReadOnlyDictionary<Account, Bytes32> CodeHashes { get; init; }

    /// <summary>Reads a deployment file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DeploymentException">It is missing or not a deployment; the message says what to do.</exception>
    public static Deployment Read(string path)
    {
        try
        {
            return DeploymentReader.Read(path, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException(
                $"The deployment file {path} cannot be read: {fault.Message} Deploy first (hypernet chain deploy), or name the file in {PathVariable}.",
                fault);
        }
    }

    /// <summary>Reads the deployment of a chain: the file that <see cref="PathVariable"/> names, else <c>deployment/networks/&lt;chainId&gt;.json</c>.</summary>
    /// <param name="chainId">The chain's id.</param>
    /// <param name="folder">The folder that holds <c>deployment</c>.</param>
    /// <exception cref="DeploymentException">It is missing, not a deployment, or another chain's.</exception>
    public static Deployment Find(ulong chainId, string folder)
    {
        string path = Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named
            ? named
            : Path.Combine(folder, "deployment", "networks", chainId.ToString(CultureInfo.InvariantCulture) + ".json");
        Deployment deployment = Read(path);
        return deployment.ChainId == chainId
            ? deployment
            : throw new DeploymentException($"{path} is the deployment of chain {deployment.ChainId}, not of {chainId}: name the right file in {PathVariable}.");
    }

    /// <summary>Checks that a node follows this deployment's chain and holds its contracts, unchanged.</summary>
    /// <exception cref="DeploymentException">It does not; the message says which contract differs.</exception>
    public async Task VerifyAsync(JsonRpcClient client, CancellationToken cancellationToken = default)
    {
        ulong chainId = await client.GetChainIdAsync(cancellationToken);
        if (chainId != ChainId)
        {
            throw new DeploymentException($"The node follows chain {chainId}, but the contracts are on {ChainId}: name another node, or the right file in {PathVariable}.");
        }

        Account[] accounts = [.. CodeHashes.Keys];
        IReadOnlyList<byte[]> codes = await client.SendBatchAsync(
            [.. accounts.Select(account => EthRequests.Code(account.ToAddress(), BlockParameter.Latest))], cancellationToken);
        for (int i = 0; i < accounts.Length; i++)
        {
            if (Keccak256.Hash(codes[i]).ToBytes32() != CodeHashes[accounts[i]])
            {
                throw new DeploymentException(
                    $"The code at {accounts[i].ToAddress()} on chain {ChainId} is not what was deployed ({codes[i].Length} bytes found): the chain was reset, or the deployment file is another chain's.");
            }
        }
    }
}
