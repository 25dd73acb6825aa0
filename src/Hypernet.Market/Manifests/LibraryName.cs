namespace Hypernet.Market;

/// <summary>A library of the sandbox by name and version, written <c>numpy@1.24.2</c>; the registry knows its image.</summary>
/// <param name="Name">The library's name.</param>
/// <param name="Version">Its version; <c>host</c> for what the seller's own read-only <c>/usr</c> holds.</param>
public sealed record LibraryName(string Name, string Version)
{
    /// <summary><c>name@version</c>.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
