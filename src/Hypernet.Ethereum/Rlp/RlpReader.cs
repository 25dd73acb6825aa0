namespace Hypernet.Ethereum.Rlp;

/// <summary>Reads recursive length prefixes; accepts only the one canonical encoding of each value.</summary>
public ref struct RlpReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first item of the data.</summary>
    public RlpReader(ReadOnlySpan<byte> data) => _rest = data;

    /// <summary>Whether no item is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Whether the next item is a list.</summary>
    public readonly bool IsList => !_rest.IsEmpty && _rest[0] >= 0xc0;

    /// <summary>Reads a string of bytes, in place.</summary>
    /// <exception cref="RlpException">The next item is a list, is cut off, or is not canonical.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        if (IsAtEnd)
        {
            throw new RlpException("an item is missing");
        }

        if (_rest[0] < 0x80)
        {
            return Take(0, 1);
        }

        var bytes = ReadItem(0x80);
        return bytes.Length == 1 && bytes[0] < 0x80 ? throw new RlpException("a single small byte has a prefix") : bytes;
    }

    /// <summary>Reads a number of at most 256 bits.</summary>
    /// <exception cref="RlpException">The next item is no such number in canonical form.</exception>
    public UInt256 ReadUInt256()
    {
        var bytes = ReadBytes();
        return bytes.Length <= UInt256.Length && (bytes.IsEmpty || bytes[0] != 0)
            ? new UInt256(bytes)
            : throw new RlpException("a number has leading zeros or more than 256 bits");
    }

    /// <summary>Enters a list: a reader of its items; this reader goes on after the list.</summary>
    /// <exception cref="RlpException">The next item is not a list, is cut off, or is not canonical.</exception>
    public RlpReader ReadList() => new(ReadItem(0xc0));

    private ReadOnlySpan<byte> ReadItem(byte kind)
    {
        if (IsAtEnd || _rest[0] < kind || IsList != (kind == 0xc0))
        {
            throw new RlpException(kind == 0xc0 ? "a list is missing" : "a string is missing");
        }

        int size = _rest[0] - kind - 55;
        if (size <= 0)
        {
            return Take(1, (uint)(_rest[0] - kind));
        }

        var digits = Take(1, (uint)size);
        var length = size <= 4 && digits[0] != 0 ? new UInt256(digits) : 0;
        return length >= 56 ? Take(0, (uint)(ulong)length) : throw new RlpException("a length is not in its shortest form");
    }

    private ReadOnlySpan<byte> Take(int start, uint count)
    {
        if (count > _rest.Length - start)
        {
            throw new RlpException("an item is cut off");
        }

        var taken = _rest.Slice(start, (int)count);
        _rest = _rest[(start + (int)count)..];
        return taken;
    }
}
