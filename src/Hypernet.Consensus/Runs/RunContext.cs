namespace Hypernet.Consensus.Runs;

/// <summary>What a run knows: equal at every slot of a view but for <paramref name="Self"/>.</summary>
/// <param name="Size">Slots of the group, live or not: the fixed tree of ordered merges spans them.</param>
/// <param name="Self">The own slot.</param>
/// <param name="Members">The slots of the view, ascending.</param>
/// <param name="Call">What is called. The contribution in it is not to be used: <see cref="IRun.Start"/> gives it.</param>
internal sealed record RunContext(int Size, int Self, IReadOnlyList<int> Members, OperationCall Call)
{
    /// <summary>Whether the members are on several hosts, so that rounds cost more than messages. The view says so. Default: false.</summary>
    public bool IsWide { get; init; }

    /// <summary>
    /// Whether what members send is audited before anybody relies on it. Then who passes on what another has made wrong is not taken for it.
    /// Default: false.
    /// </summary>
    public bool IsAudited { get; init; }

    /// <summary>Elements for which a direct reduction takes one owner more, in bytes. Default: <see cref="RunBounds.OwnerBytes"/>. Range: at least 1.</summary>
    public int OwnerBytes { get; init; } = RunBounds.OwnerBytes;

    /// <summary>A slot's position among the members, or −1.</summary>
    /// <param name="slot">Any number.</param>
    public int PositionOf(int slot)
    {
        int low = 0;
        int high = Members.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Members[middle] < slot ? (middle + 1, high) : (low, middle);
        }

        return low < Members.Count && Members[low] == slot ? low : -1;
    }
}
