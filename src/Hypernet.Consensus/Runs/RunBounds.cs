namespace Hypernet.Consensus.Runs;

/// <summary>What a run takes at most (docs/spec/collectives.md §1).</summary>
internal static class RunBounds
{
    /// <summary>Bytes of one part of a message: a message of more is sent in several.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>Elements for which a direct reduction takes one owner more, in bytes: messages cost as much as some tens of KiB.</summary>
    public const int OwnerBytes = 32 * 1024;

    /// <summary>Bytes of what one slot contributes, or, where contributions are collected, of all of them.</summary>
    public const int ContributionBytes = 1 << 30;

    /// <summary>Bytes of a message put together: contributions, their lengths and the set of contributors.</summary>
    public const int MessageBytes = ContributionBytes + (64 << 20);
}
