using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>An input is not the file that the manifest speaks of.</summary>
/// <param name="path">The file.</param>
/// <param name="expected">The SHA-256 in the manifest.</param>
/// <param name="found">The SHA-256 of the file.</param>
public sealed class InputHashException(string path, Bytes32 expected, Bytes32 found)
    : BuyerException($"input {path} has SHA-256 {found.ToString()[2..]}, but {JobManifest.FileName} says {expected.ToString()[2..]}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The SHA-256 in the manifest.</summary>
    public Bytes32 Expected { get; } = expected;

    /// <summary>The SHA-256 of the file.</summary>
    public Bytes32 Found { get; } = found;
}
