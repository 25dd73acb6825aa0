namespace Hypernet.Buyer.Packages;

/// <summary>A file that cannot go into a package.</summary>
public sealed class PackageContentException(string path, string reason)
    : BuyerException($"The package cannot be made: \"{path}\" {reason}.")
{
    /// <summary>The file, relative to the package's folder.</summary>
    public string Path { get; } = path;
}
