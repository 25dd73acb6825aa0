namespace Hypernet.Buyer;

/// <summary>A server serves another market than the one that the deployment names.</summary>
/// <param name="server">The server.</param>
/// <param name="problem">How they differ.</param>
public sealed class WrongMarketException(Uri server, string problem) : BuyerException($"the server {server} {problem}")
{
    /// <summary>The server.</summary>
    public Uri Server { get; } = server;
}
