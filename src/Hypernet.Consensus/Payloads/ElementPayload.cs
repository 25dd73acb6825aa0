using System.Buffers;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Payloads;

/// <summary>Elements that are combined one by one, in the form that they are contributed in. Body: the elements; of no contributor, nothing.</summary>
/// <typeparam name="T">How they are combined, not necessarily how they were contributed.</typeparam>
/// <param name="size">Slots of the group.</param>
/// <param name="count">Elements of a contribution.</param>
internal abstract class ElementPayload<T>(int size, int count) : Payload(size)
    where T : unmanaged
{
    private readonly T[] _elements = new T[count];

    /// <inheritdoc/>
    protected override int BodyBytes => Contributors.Count == 0 ? 0 : Bytes.Length;

    /// <inheritdoc/>
    public override Conclusion Conclude() => Conclusion.Of(Bytes.ToArray());

    /// <summary>Gives equal values equal bits.</summary>
    /// <param name="elements">Of a contribution, or of a stranger's payload.</param>
    protected virtual void Canonicalize(Span<T> elements)
    {
    }

    /// <summary>Combines elements.</summary>
    /// <param name="elements">Receives the result.</param>
    /// <param name="others">As many.</param>
    protected abstract void Combine(Span<T> elements, ReadOnlySpan<T> others);

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution) => Take(contribution.Span);

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body)
    {
        if (body.Length != (slots.Count == 0 ? 0 : Bytes.Length))
        {
            return false;
        }

        if (slots.Count > 0)
        {
            Take(body);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer)
    {
        if (Contributors.Count > 0)
        {
            writer.Write<byte>(Bytes);
        }
    }

    private Span<byte> Bytes => MemoryMarshal.AsBytes(_elements.AsSpan());

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (Contributors.Count == 0)
        {
            bytes.CopyTo(Bytes);
            Canonicalize(_elements);
            return;
        }

        T[] others = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        Canonicalize(others);
        Combine(_elements, others);
    }
}
