namespace Hypernet.Server;

/// <summary>x.</summary>
public sealed class HypernetServer
{
    /// <summary>x.</summary>
    public Uri? Address { get; }
}
