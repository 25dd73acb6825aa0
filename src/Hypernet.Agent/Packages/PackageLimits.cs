namespace Hypernet.Agent.Packages;

/// <summary>The largest package that an agent unpacks.</summary>
public sealed record PackageLimits
{
    /// <summary>Files and folders in all. Default: 4,096. Range: greater than 0.</summary>
    public int Entries { get; init; } = 4096;

    /// <summary>Unpacked bytes in all. Default: 256 MiB. Range: greater than 0.</summary>
    public long Bytes { get; init; } = 256L << 20;

    /// <summary>Unpacked bytes for each packed one, beyond the first MiB. Default: 100. Range: greater than 0.</summary>
    public int Ratio { get; init; } = 100;

    /// <summary>Folders above a file. Default: 16. Range: greater than 0.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>UTF-8 bytes of an entry's name. Default: 512. Range: greater than 0.</summary>
    public int NameBytes { get; init; } = 512;
}
