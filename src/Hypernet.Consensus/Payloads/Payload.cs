using System.Buffers;

namespace Hypernet.Consensus.Payloads;

/// <summary>
/// Contributions of a set of slots, merged (docs/spec/collectives.md §2). Merging is commutative and associative on bits over disjoint sets,
/// so that any schedule may carry it. On the wire: the set, then the body.
/// </summary>
/// <param name="size">Slots of the group.</param>
internal abstract class Payload(int size)
{
    /// <summary>Whose contributions are in it.</summary>
    public SlotSet Contributors { get; private set; } = SlotSet.None(size);

    /// <summary>Slots of the group.</summary>
    protected int Size { get; } = size;

    /// <summary>Adds what one slot gave: a contribution that <see cref="CallValidation"/> has let pass.</summary>
    /// <param name="slot">Who gave it; not in the set yet.</param>
    /// <param name="contribution">Stays unchanged until the operation is stable.</param>
    public void Add(int slot, ReadOnlyMemory<byte> contribution)
    {
        AddBody(slot, contribution);
        Contributors = Contributors.Union(SlotSet.Of(Size, slot));
    }

    /// <summary>Merges what a member sent. If a rule is broken, the payload is not to be used any more.</summary>
    /// <param name="message">Bytes of a stranger.</param>
    /// <returns>The rule that it breaks, or null.</returns>
    public string? Merge(ReadOnlySpan<byte> message)
    {
        if (!SlotSet.TryRead(Size, message, out var slots))
        {
            return "a payload begins with the set of its contributors";
        }

        if (slots.Overlaps(Contributors))
        {
            return "a contribution is merged once";
        }

        if (!MergeBody(slots, message[slots.Bytes..]))
        {
            return "a payload's body is that of the operation's descriptor and of its contributors";
        }

        Contributors = Contributors.Union(slots);
        return null;
    }

    /// <summary>The bytes for another member.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var writer = new ArrayBufferWriter<byte>(Contributors.Bytes + Math.Max(1, BodyBytes));
        Contributors.Write(writer.GetSpan(Contributors.Bytes));
        writer.Advance(Contributors.Bytes);
        WriteBody(writer);
        return writer.WrittenMemory;
    }

    /// <summary>Ends the merging: the result, or why there is none. A function of the contributions alone.</summary>
    public abstract Conclusion Conclude();

    /// <summary>Bytes of the body, or a guess.</summary>
    protected abstract int BodyBytes { get; }

    /// <summary>Adds a contribution to the body.</summary>
    /// <param name="slot">Who gave it.</param>
    /// <param name="contribution">What it gave.</param>
    protected abstract void AddBody(int slot, ReadOnlyMemory<byte> contribution);

    /// <summary>Merges a stranger's body.</summary>
    /// <param name="slots">Whose contributions it is said to hold: none of them is in this payload.</param>
    /// <param name="body">The rest of the message.</param>
    /// <returns>Whether it is one.</returns>
    protected abstract bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body);

    /// <summary>Writes the body.</summary>
    /// <param name="writer">Receives it.</param>
    protected abstract void WriteBody(IBufferWriter<byte> writer);
}
