using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>A hash chain over numbered links, which may be told out of order: calls of one name can end so.</summary>
/// <param name="head">Its head.</param>
/// <param name="count">How many links the head stands for.</param>
internal sealed class HashChain(Hash256 head, ulong count = 0)
{
    private readonly SortedList<ulong, Hash256> _waiting = [];

    /// <summary>Where the chain stands after one link.</summary>
    /// <param name="Number">Of the link, from 0.</param>
    /// <param name="Head">The head with it.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Step(ulong Number, Hash256 Head);

    /// <summary>The head over the first <see cref="Count"/> links.</summary>
    public Hash256 Head { get; private set; } = head;

    /// <summary>Links without a gap.</summary>
    public ulong Count { get; private set; } = count;

    /// <summary>Links behind a gap, by number.</summary>
    public IReadOnlyDictionary<ulong, Hash256> Waiting => _waiting;

    /// <summary>The head that a link makes of another.</summary>
    /// <param name="head">Before it.</param>
    /// <param name="link">The link.</param>
    public static Hash256 Extend(Hash256 head, Hash256 link)
    {
        var fields = HashedFields.In("LINK"u8);
        fields.Write(head);
        fields.Write(link);
        return fields.Hash();
    }

    /// <summary>Adds a link.</summary>
    /// <param name="number">Its number: not added before.</param>
    /// <param name="link">The link.</param>
    /// <returns>The steps that the chain takes: none while a number below is missing.</returns>
    public IReadOnlyList<Step> Add(ulong number, Hash256 link)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, Count);
        _waiting.Add(number, link);
        var steps = new List<Step>();
        while (_waiting.Remove(Count, out var next))
        {
            Head = Extend(Head, next);
            steps.Add(new Step(Count++, Head));
        }

        return steps;
    }
}
