using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Demo;

/// <summary>What only a development node can do.</summary>
internal static class DevelopmentNode
{
    private static readonly JsonTypeInfo<JsonElement> Anything = (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement));

    /// <summary>From now on blocks come by themselves, so many seconds apart.</summary>
    public static Task MineEveryAsync(this JsonRpcClient chain, int seconds, CancellationToken cancellationToken) =>
        chain.SendAsync(new RpcRequest<JsonElement>("evm_setIntervalMining", writer => writer.WriteNumberValue(seconds), Anything), cancellationToken);
}
