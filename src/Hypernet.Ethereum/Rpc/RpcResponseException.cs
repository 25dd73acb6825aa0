namespace Hypernet.Ethereum.Rpc;

/// <summary>A node's answer is cut off, is not JSON-RPC, misses a question, or holds values out of range.</summary>
public sealed class RpcResponseException : EthereumException
{
    internal RpcResponseException(string host, string fault, Exception? inner = null)
        : base($"The answer of the node at {host} cannot be read: {fault}.", inner) => Host = host;

    /// <summary>The node's host and port.</summary>
    public string Host { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
