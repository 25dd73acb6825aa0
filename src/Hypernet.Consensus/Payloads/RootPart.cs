using System.Buffers;

namespace Hypernet.Consensus.Payloads;

/// <summary>What the root of a broadcast or a scatter gives, beside who has called. Body: the root's bytes, where it is a contributor.</summary>
/// <param name="size">Slots of the group.</param>
/// <param name="root">The root.</param>
/// <param name="accepts">Whether a stranger's bytes may be what it gives.</param>
internal sealed class RootPart(int size, int root, Func<ReadOnlyMemory<byte>, bool> accepts) : Payload(size)
{
    private ReadOnlyMemory<byte> _part;

    /// <inheritdoc/>
    protected override int BodyBytes => _part.Length;

    /// <inheritdoc/>
    public override Conclusion Conclude() => Conclusion.Of(_part);

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution) => _part = slot == root ? contribution : _part;

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body)
    {
        if (!slots.Contains(root))
        {
            return body.IsEmpty;
        }

        _part = body.ToArray();
        return accepts(_part);
    }

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer) => writer.Write(_part.Span);
}
