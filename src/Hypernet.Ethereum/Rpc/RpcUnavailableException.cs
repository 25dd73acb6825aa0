using System.Net;

namespace Hypernet.Ethereum.Rpc;

/// <summary>A node could not be reached, did not answer in time, or its HTTP server refused.</summary>
public sealed class RpcUnavailableException : EthereumException
{
    internal RpcUnavailableException(string host, string fault, HttpStatusCode? status = null, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"The node at {host} is not available: {fault}.", inner) => (Host, Status, RetryAfter) = (host, status, retryAfter);

    /// <summary>The node's host and port; never the path, which may hold a provider's key.</summary>
    public string Host { get; }

    /// <summary>The HTTP status, if there was an answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>How long the provider asks to wait, if it does.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <inheritdoc/>
    public override bool IsTransient =>
        Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
