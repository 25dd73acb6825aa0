using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Payloads;

/// <summary>
/// A merge that need not commute, in the fixed binary tree over all slots: a node of level l stands for 2^l slots, from a multiple of it on.
/// What travels are the greatest nodes all of whose slots have contributed: they follow from the contributors, so that no schedule and
/// no dropout changes what is merged with what. At the end absent slots are the identity.
/// Body: u8 whether a merge failed (and nothing else, then); for each node, ascending, u32 length and its bytes.
/// </summary>
/// <param name="size">Slots of the group.</param>
/// <param name="merge">The caller's: it may throw.</param>
internal sealed class OrderedForest(int size, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> merge) : Payload(size)
{
    private readonly SortedList<int, Node> _nodes = [];
    private readonly int _top = size == 1 ? 0 : BitOperations.Log2((uint)(size - 1)) + 1;
    private bool _failed;

    private readonly record struct Node(int Level, ReadOnlyMemory<byte> Value);

    /// <inheritdoc/>
    protected override int BodyBytes => 1 + _nodes.Values.Sum(node => 4 + node.Value.Length);

    /// <inheritdoc/>
    public override Conclusion Conclude()
    {
        var value = Reduce(0, _top);
        return _failed ? Conclusion.Without(ConclusionStatus.MergeFailed) : Conclusion.Of(value ?? default);
    }

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution) => Insert(slot, new Node(0, contribution));

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] > 1)
        {
            return false;
        }

        if (body[0] == 1)
        {
            _failed = true;
            return body.Length == 1;
        }

        body = body[1..];
        foreach (var (first, level) in WholeNodes(slots, 0, _top))
        {
            if (body.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(body) is var length && length > (uint)(body.Length - 4))
            {
                return false;
            }

            Insert(first, new Node(level, body.Slice(4, (int)length).ToArray()));
            body = body[(4 + (int)length)..];
        }

        return body.IsEmpty;
    }

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer)
    {
        writer.Write([(byte)(_failed ? 1 : 0)]);
        foreach (var node in _failed ? [] : _nodes.Values)
        {
            BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), node.Value.Length);
            writer.Advance(4);
            writer.Write(node.Value.Span);
        }
    }

    // The greatest nodes under one all of whose slots are in a set.
    private IEnumerable<(int First, int Level)> WholeNodes(SlotSet slots, int first, int level)
    {
        int present = slots.CountIn(first, Math.Min(Size, first + (1 << level)));
        if (present == Math.Min(Size - first, 1 << level))
        {
            return [(first, level)];
        }

        int middle = first + (1 << (level - 1));
        return present == 0 ? []
            : [.. WholeNodes(slots, first, level - 1), .. middle < Size ? WholeNodes(slots, middle, level - 1) : []];
    }

    private void Insert(int first, Node node)
    {
        while (node.Level < _top)
        {
            int sibling = first ^ (1 << node.Level);
            if (sibling >= Size)
            {
                node = node with { Level = node.Level + 1 };
            }
            else if (_nodes.TryGetValue(sibling, out var other) && other.Level == node.Level)
            {
                _nodes.Remove(sibling);
                node = new Node(node.Level + 1, sibling > first ? Merge(node.Value, other.Value) : Merge(other.Value, node.Value));
                first = Math.Min(first, sibling);
            }
            else
            {
                break;
            }
        }

        _nodes.Add(first, node);
    }

    private ReadOnlyMemory<byte>? Reduce(int first, int level)
    {
        if (_nodes.TryGetValue(first, out var node) && node.Level == level)
        {
            return node.Value;
        }

        if (level == 0)
        {
            return null;
        }

        int middle = first + (1 << (level - 1));
        var low = Reduce(first, level - 1);
        var high = middle < Size ? Reduce(middle, level - 1) : null;
        return low is null || high is null ? low ?? high : Merge(low.Value, high.Value);
    }

    private ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> low, ReadOnlyMemory<byte> high)
    {
        if (_failed)
        {
            return default;
        }

        try
        {
            // Copied: a caller may reuse its buffer, and these bytes must stay.
            var merged = merge(low, high).ToArray();
            _failed = merged.Length > RunBounds.ContributionBytes;
            return merged;
        }
        catch (Exception)
        {
            // The caller's function is pure: it fails at whichever slot merges these nodes, and the failure travels on as their value.
            _failed = true;
            return default;
        }
    }
}
