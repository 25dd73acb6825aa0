using System.Buffers;

namespace Hypernet.Consensus.Payloads;

/// <summary>Of a barrier: that slots have called, and nothing else.</summary>
/// <param name="size">Slots of the group.</param>
internal sealed class NoPayload(int size) : Payload(size)
{
    /// <inheritdoc/>
    protected override int BodyBytes => 0;

    /// <inheritdoc/>
    public override Conclusion Conclude() => Conclusion.Of(default);

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution)
    {
    }

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body) => body.IsEmpty;

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer)
    {
    }
}
