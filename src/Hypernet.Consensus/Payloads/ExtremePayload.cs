using System.Buffers;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Payloads;

/// <summary>Least, greatest, and, or (docs/spec/exact.md): elements as they are contributed. Body: the elements; of no contributor, nothing.</summary>
/// <param name="size">Slots of the group.</param>
/// <param name="type">Of the elements.</param>
/// <param name="reduction">Min, max, and, or.</param>
/// <param name="count">Elements of a contribution.</param>
internal sealed class ExtremePayload(int size, ElementType type, ReduceOperator reduction, int count) : Payload(size)
{
    // Of bytes there are only the bitwise ones, which do not ask where elements begin.
    private readonly ElementType _type = type == ElementType.Bytes ? ElementType.Bool : type;
    private readonly byte[] _elements = new byte[count * type.Width()];

    /// <inheritdoc/>
    protected override int BodyBytes => Contributors.Count == 0 ? 0 : _elements.Length;

    /// <inheritdoc/>
    public override Conclusion Conclude() => Conclusion.Of(_elements);

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution) => Take(contribution.Span);

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body)
    {
        if (slots.Count == 0)
        {
            return body.IsEmpty;
        }

        bool isWhole = body.Length == _elements.Length;
        if (isWhole)
        {
            Take(body);
        }

        return isWhole;
    }

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer)
    {
        if (Contributors.Count > 0)
        {
            writer.Write(_elements);
        }
    }

    private void Take(ReadOnlySpan<byte> elements)
    {
        if (Contributors.Count == 0)
        {
            elements.CopyTo(_elements);
            Extremes.Canonicalize(_elements, _type);
        }
        else
        {
            Extremes.Merge(_elements, elements, _type, reduction);
        }
    }
}
