namespace Hypernet.Client;

/// <summary>The server could not be reached, or it did not answer in time.</summary>
public sealed class ServerUnreachableException : ApiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="reason">What was observed, as the end of a sentence.</param>
    /// <param name="inner">The network's own words; null after a silence.</param>
    public ServerUnreachableException(Uri server, string reason, Exception? inner = null)
        : base($"The server {server} is unreachable: {reason}", $"Check that a server runs there: hypernet server status --api {server}", inner)
    {
        Server = server;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <inheritdoc/>
    public override string Title => "The server is unreachable";

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
