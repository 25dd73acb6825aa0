namespace Hypernet.Ethereum.Rpc;

/// <summary>A node understood the question and answered with an error other than a revert.</summary>
public sealed class JsonRpcException : EthereumException
{
    // The HTTP status that some providers repeat as the error's code.
    private const int TooManyRequests = 429;

    internal JsonRpcException(string method, int code, string nodeMessage)
        : base($"The node answered {method} with error {code}: {nodeMessage}") => (Method, Code, NodeMessage) = (method, code, nodeMessage);

    /// <summary>The method asked.</summary>
    public string Method { get; }

    /// <summary>The error's number (JSON-RPC 2.0 §5.1, EIP-1474). -32005 means a limit: ask for less, or later.</summary>
    public int Code { get; }

    /// <summary>What the node says, for people; it differs from node to node.</summary>
    public string NodeMessage { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Code == TooManyRequests;
}
