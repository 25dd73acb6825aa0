namespace Hypernet.Cli.Settings;

/// <summary>The networks of <c>hardhat.config.js</c>, as the command line speaks of them.</summary>
internal static class Networks
{
    /// <summary>A development chain on this machine.</summary>
    public const string Local = "local";

    /// <summary>The environment variable that holds the address of a network's node: HYPERNET_RPC_BASE_SEPOLIA for base-sepolia.</summary>
    /// <param name="network">The network's name; null for none in particular.</param>
    public static string RpcVariable(string? network) => network is null or Local
        ? "HYPERNET_RPC"
        : $"HYPERNET_RPC_{network.Replace('-', '_').ToUpperInvariant()}";
}
