using System.Buffers.Binary;

namespace Hypernet.Consensus.Membership;

/// <summary>Reads the fields of a stranger's payload: once something is missing, all that follows is 0 and <see cref="IsWhole"/> is false.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;
    private bool _isBroken;

    /// <summary>Whether all fields were there, and nothing else.</summary>
    public readonly bool IsWhole => !_isBroken && _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public UInt128 ReadUInt128()
    {
        ulong low = ReadUInt64();
        return new UInt128(ReadUInt64(), low);
    }

    public SlotSet ReadSlots(int size)
    {
        if (!SlotSet.TryRead(size, _rest, out var slots))
        {
            Break();
            return SlotSet.None(size);
        }

        _rest = _rest[slots.Bytes..];
        return slots;
    }

    /// <summary>Reads the number of a slot of the group.</summary>
    public int ReadSlot(int size)
    {
        uint slot = ReadUInt32();
        if (slot >= (uint)size)
        {
            Break();
            return 0;
        }

        return (int)slot;
    }

    public Ballot ReadBallot(int size) => new(ReadUInt64(), ReadSlot(size));

    public OperationKey ReadKey() => new(ReadUInt64(), ReadUInt64());

    public ReadOnlySpan<byte> ReadRest()
    {
        var rest = _rest;
        _rest = default;
        return rest;
    }

    /// <summary>Reads how many items follow.</summary>
    /// <param name="itemBytes">The least that an item takes: no more are believed than there are bytes for.</param>
    public int ReadCount(int itemBytes)
    {
        uint count = ReadUInt32();
        if (count > (uint)(_rest.Length / itemBytes))
        {
            Break();
            return 0;
        }

        return (int)count;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Break();
            return new byte[count];
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private void Break()
    {
        _isBroken = true;
        _rest = default;
    }
}
