using System.Buffers;

namespace Hypernet.Ethereum.Rlp;

/// <summary>Writes recursive length prefixes (Ethereum yellow paper, appendix B) into a growing buffer.</summary>
public sealed class RlpWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>What has been written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Writes a string of bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 1 || bytes[0] >= 0x80)
        {
            WritePrefix(_buffer, 0x80, bytes.Length);
        }

        _buffer.Write(bytes);
    }

    /// <summary>Writes a number as its big-endian bytes without leading zeros; zero is the empty string.</summary>
    public void Write(UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[UInt256.Length];
        value.WriteBigEndian(bytes);
        Write(bytes[^((value.BitLength + 7) / 8)..]);
    }

    /// <summary>Opens a list; its items follow.</summary>
    /// <returns>What <see cref="EndList"/> must be given.</returns>
    public int BeginList() => _buffer.WrittenCount;

    /// <summary>Closes the list, putting its prefix before the items written since.</summary>
    /// <param name="start">What <see cref="BeginList"/> gave; lists close in the reverse order of opening.</param>
    public void EndList(int start)
    {
        byte[] items = _buffer.WrittenSpan[start..].ToArray();
        byte[] before = _buffer.WrittenSpan[..start].ToArray();
        _buffer.ResetWrittenCount();
        _buffer.Write(before);
        WritePrefix(_buffer, 0xc0, items.Length);
        _buffer.Write(items);
    }

    /// <summary>A new array of what has been written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    private static void WritePrefix(ArrayBufferWriter<byte> buffer, byte kind, int length)
    {
        if (length < 56)
        {
            buffer.Write([(byte)(kind + length)]);
            return;
        }

        Span<byte> bytes = stackalloc byte[UInt256.Length];
        UInt256 wide = (ulong)length;
        wide.WriteBigEndian(bytes);
        int size = (wide.BitLength + 7) / 8;
        buffer.Write([(byte)(kind + 55 + size)]);
        buffer.Write(bytes[^size..]);
    }
}
