using System.Buffers;
using System.Buffers.Binary;

namespace Hypernet.Consensus.Membership;

/// <summary>Writes the fields of a frame's payload, little-endian and without padding (docs/spec/dac.md §2).</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Write(byte value) => _bytes.Write([value]);

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
    }

    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }

    public void Write(UInt128 value)
    {
        Write((ulong)value);
        Write((ulong)(value >> 64));
    }

    public void Write(SlotSet slots)
    {
        slots.Write(_bytes.GetSpan(Math.Max(1, slots.Bytes)));
        _bytes.Advance(slots.Bytes);
    }

    public void Write(Ballot ballot)
    {
        Write(ballot.Round);
        Write((uint)ballot.Proposer);
    }

    public void Write(OperationKey key)
    {
        Write(key.Name);
        Write(key.Number);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void WriteAll<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Write((uint)items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }
}
