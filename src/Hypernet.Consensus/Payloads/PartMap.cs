using System.Buffers;
using System.Buffers.Binary;

namespace Hypernet.Consensus.Payloads;

/// <summary>Byte strings by slot: what gather, all-gather and exchange carry, and a scatter on its way down. Body: u32 length for each contributor, ascending, then their bytes.</summary>
/// <param name="size">Slots of the group.</param>
/// <param name="descriptor">Of the operation: says how long parts are.</param>
internal sealed class PartMap(int size, Descriptor descriptor) : Payload(size)
{
    private readonly ReadOnlyMemory<byte>?[] _parts = new ReadOnlyMemory<byte>?[size];

    /// <summary>The parts by slot, null where there is none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>?> Parts => _parts;

    /// <inheritdoc/>
    protected override int BodyBytes => (4 * Contributors.Count) + _parts.Sum(part => part?.Length ?? 0);

    /// <inheritdoc/>
    public override Conclusion Conclude() => Conclusion.Of(PartList.Write(_parts));

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution) => _parts[slot] = contribution;

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body)
    {
        if (body.Length < 4L * slots.Count)
        {
            return false;
        }

        ReadOnlyMemory<byte> bytes = body[(4 * slots.Count)..].ToArray();
        foreach (int slot in slots)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(body);
            if (length > (uint)bytes.Length || !descriptor.IsPart((int)length))
            {
                return false;
            }

            _parts[slot] = bytes[..(int)length];
            bytes = bytes[(int)length..];
            body = body[4..];
        }

        return bytes.IsEmpty;
    }

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer)
    {
        foreach (int slot in Contributors)
        {
            BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(4), _parts[slot].GetValueOrDefault().Length);
            writer.Advance(4);
        }

        foreach (int slot in Contributors)
        {
            writer.Write(_parts[slot].GetValueOrDefault().Span);
        }
    }
}
