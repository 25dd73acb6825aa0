namespace Hypernet.Consensus.Runs;

/// <summary>How elements are cut: one segment for each owner, of like lengths, and each in parts that fill a frame.</summary>
/// <param name="count">How many elements there are.</param>
/// <param name="members">How many segments; those of members that own nothing are empty.</param>
/// <param name="width">Bytes of an element.</param>
/// <param name="ownerBytes">Bytes of elements for which there is one owner more.</param>
internal sealed class SegmentPlan(int count, int members, int width, int ownerBytes)
{
    private readonly int _most = RunBounds.ChunkBytes / width;
    private readonly int _owners = (int)Math.Clamp((long)count * width / ownerBytes, 1, members);

    /// <summary>How many parts all segments have.</summary>
    public int AllParts => Enumerable.Range(0, members).Sum(Parts);

    /// <summary>How many parts a segment has.</summary>
    /// <param name="segment">From 0.</param>
    public int Parts(int segment) => (First(segment + 1) - First(segment) + _most - 1) / _most;

    /// <summary>The elements of a part.</summary>
    /// <param name="segment">From 0.</param>
    /// <param name="part">From 0, below <see cref="Parts"/>.</param>
    public (int First, int Count) Elements(int segment, int part)
    {
        int first = First(segment) + (part * _most);
        return (first, Math.Min(_most, First(segment + 1) - first));
    }

    private int First(int segment) => (int)((long)count * Math.Min(segment, _owners) / _owners);
}
