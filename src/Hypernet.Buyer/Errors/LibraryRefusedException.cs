using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>The network does not offer a library that the program needs.</summary>
/// <param name="library">The library.</param>
/// <param name="isBanned">Whether it was banned; else it was never listed.</param>
public sealed class LibraryRefusedException(LibraryName library, bool isBanned)
    : BuyerException(isBanned ? $"library {library} is banned: new jobs cannot use it" : $"library {library} is not on the network's allowlist")
{
    /// <summary>The library.</summary>
    public LibraryName Library { get; } = library;

    /// <summary>Whether it was banned; else it was never listed.</summary>
    public bool IsBanned { get; } = isBanned;
}
