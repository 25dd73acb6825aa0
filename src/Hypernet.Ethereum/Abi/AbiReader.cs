using System.Buffers.Binary;

namespace Hypernet.Ethereum.Abi;

/// <summary>
/// Reads Solidity's ABI encoding in place, value by value in the order of the type.
/// Only the strict encoding is accepted (no gaps, no overlaps, padding of zeros: what <c>abi.encode</c> makes),
/// so reading is at most linear in the length of the data, whoever wrote them.
/// </summary>
/// <remarks>
/// A tuple's head holds its static values inline and one offset word per dynamic value. Static tuples and fixed arrays
/// of static values are read inline; dynamic tuples between <see cref="EnterTuple"/> and <see cref="Leave"/>,
/// arrays between <see cref="EnterArray"/> and <see cref="Leave"/>. A fixed array of dynamic values is a dynamic tuple.
/// An indexed event argument of a static type is a reader over its topic's 32 bytes.
/// </remarks>
public ref partial struct AbiReader
{
    /// <summary>Length of a word in bytes.</summary>
    public const int Word = 32;

    private readonly ReadOnlySpan<byte> _data;
    private int _start;
    private int _cursor;
    private int _headEnd;

    // Strict encoding lays dynamic values out in reading order: the next one must begin exactly here.
    private int _next;

    /// <summary>Starts at the head of a tuple that begins with the data: call data behind the selector, event data, a return value.</summary>
    /// <param name="data">The encoding.</param>
    /// <param name="headBytes">Length of the head: 32 for each static word and for each dynamic value.</param>
    /// <exception cref="AbiException">The data are shorter than the head.</exception>
    public AbiReader(ReadOnlySpan<byte> data, int headBytes)
    {
        _data = data;
        _headEnd = _next = headBytes;
        if (headBytes > data.Length)
        {
            throw new AbiException(data.Length, $"{headBytes} bytes of head are expected");
        }
    }

    /// <summary>Checks that every byte has been read.</summary>
    /// <exception cref="AbiException">Bytes are left.</exception>
    public readonly void EnsureEnd()
    {
        if (_cursor != _headEnd || _next != _data.Length)
        {
            throw new AbiException(_next, $"{_data.Length - _next} bytes are left over");
        }
    }

    /// <summary>Enters a dynamic tuple.</summary>
    /// <param name="headBytes">Length of its head.</param>
    /// <returns>What <see cref="Leave"/> must be given.</returns>
    /// <exception cref="AbiException">The tuple is not where strict encoding puts it, or is cut off.</exception>
    public AbiFrame EnterTuple(int headBytes)
    {
        FollowOffset();
        return Enter(headBytes);
    }

    /// <summary>Enters an array of any length.</summary>
    /// <param name="elementHeadBytes">Length of one element's head: its static size, or 32 for a dynamic element.</param>
    /// <param name="count">The number of elements, for which data are present: it is safe to allocate.</param>
    /// <returns>What <see cref="Leave"/> must be given.</returns>
    /// <exception cref="AbiException">The array is not where strict encoding puts it, or is cut off.</exception>
    public AbiFrame EnterArray(int elementHeadBytes, out int count)
    {
        FollowOffset();
        count = ReadLength(elementHeadBytes);
        return Enter(count * elementHeadBytes);
    }

    /// <summary>Goes back to the tuple or array around the one entered.</summary>
    /// <exception cref="AbiException">Not every element of the entered one has been read.</exception>
    public void Leave(AbiFrame outer)
    {
        if (_cursor != _headEnd)
        {
            throw new AbiException(_cursor, "a tuple or array has elements left");
        }

        (_start, _cursor, _headEnd) = (outer.Start, outer.Cursor, outer.HeadEnd);
    }

    private AbiFrame Enter(int headBytes)
    {
        if (headBytes > _data.Length - _next)
        {
            throw new AbiException(_next, "a tuple or array is cut off");
        }

        var outer = new AbiFrame(_start, _cursor, _headEnd);
        (_start, _cursor, _headEnd) = (_next, _next, _next + headBytes);
        _next = _headEnd;
        return outer;
    }

    private void FollowOffset()
    {
        int position = _cursor;
        ulong offset = ReadUInt64(32);
        if (offset != (ulong)(_next - _start))
        {
            throw new AbiException(position, $"an offset is {offset} where strict encoding has {_next - _start}");
        }
    }

    // The length word of an array or byte string at _next; on return _next is behind it.
    private int ReadLength(int elementBytes)
    {
        int position = _next;
        if (_data.Length - position < Word)
        {
            throw new AbiException(position, "a length is cut off");
        }

        var word = _data.Slice(position, Word);
        _next += Word;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(word[28..]);
        return word[..28].ContainsAnyExcept((byte)0) || (long)length * elementBytes > _data.Length - _next
            ? throw new AbiException(position, "a length exceeds the data")
            : (int)length;
    }

    private ReadOnlySpan<byte> Take()
    {
        if (_headEnd - _cursor < Word)
        {
            throw new AbiException(_cursor, "the head has no value left");
        }

        var word = _data.Slice(_cursor, Word);
        _cursor += Word;
        return word;
    }
}
