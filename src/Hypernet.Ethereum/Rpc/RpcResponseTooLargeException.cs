namespace Hypernet.Ethereum.Rpc;

/// <summary>A node's answer is longer than <see cref="JsonRpcOptions.MaxResponseBytes"/>: ask for less at once.</summary>
public sealed class RpcResponseTooLargeException : EthereumException
{
    internal RpcResponseTooLargeException(string host, int limitBytes)
        : base($"The answer of the node at {host} is longer than {limitBytes} bytes: ask for less at once.") => (Host, LimitBytes) = (host, limitBytes);

    /// <summary>The node's host and port.</summary>
    public string Host { get; }

    /// <summary>The most that is accepted.</summary>
    public int LimitBytes { get; }
}
