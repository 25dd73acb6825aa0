namespace Hypernet.Ethereum.Rpc;

/// <summary>A subscription came to its end and items may be missing: read the chain from where you stopped, and subscribe again.</summary>
public sealed class RpcSubscriptionException : EthereumException
{
    internal RpcSubscriptionException(string host, string fault, Exception? inner = null)
        : base($"The subscription at {host} ended: {fault}.", inner) => Host = host;

    /// <summary>The node's host and port.</summary>
    public string Host { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
