using System.Buffers.Binary;

namespace Hypernet.Ethereum.Abi;

/// <summary>
/// Writes Solidity's strict ABI encoding, value by value in the order of the type; the mirror of <see cref="AbiReader"/>.
/// </summary>
public sealed partial class AbiWriter
{
    private const int Word = AbiReader.Word;

    private byte[] _buffer;
    private int _start;
    private int _cursor;
    private int _headEnd;
    private int _next;

    /// <summary>Starts the tuple of event data or of a return value, or what Solidity's <c>abi.encode</c> makes of several values.</summary>
    /// <param name="headBytes">Length of the head: 32 for each static word and for each dynamic value.</param>
    public AbiWriter(int headBytes)
        : this([], headBytes)
    {
    }

    /// <summary>Starts the arguments of a call or of an error behind its selector.</summary>
    /// <param name="selector">The first four bytes of the hash of the signature.</param>
    /// <param name="headBytes">Length of the head: 32 for each static word and for each dynamic value.</param>
    public AbiWriter(ReadOnlySpan<byte> selector, int headBytes)
    {
        _buffer = new byte[Math.Max(256, selector.Length + headBytes)];
        selector.CopyTo(_buffer);
        _start = _cursor = selector.Length;
        _headEnd = _next = selector.Length + headBytes;
    }

    /// <summary>Opens a dynamic tuple.</summary>
    /// <param name="headBytes">Length of its head.</param>
    /// <returns>What <see cref="Leave"/> must be given.</returns>
    public AbiFrame EnterTuple(int headBytes)
    {
        WriteOffset();
        return Enter(headBytes);
    }

    /// <summary>Opens an array of any length.</summary>
    /// <param name="elementHeadBytes">Length of one element's head: its static size, or 32 for a dynamic element.</param>
    /// <param name="count">The number of elements that will be written.</param>
    /// <returns>What <see cref="Leave"/> must be given.</returns>
    public AbiFrame EnterArray(int elementHeadBytes, int count)
    {
        WriteOffset();
        WriteLength(count);
        return Enter(checked(count * elementHeadBytes));
    }

    /// <summary>Closes the tuple or array entered.</summary>
    /// <exception cref="InvalidOperationException">Not every element has been written.</exception>
    public void Leave(AbiFrame outer)
    {
        EnsureHeadIsFull();
        (_start, _cursor, _headEnd) = (outer.Start, outer.Cursor, outer.HeadEnd);
    }

    /// <summary>A new array of the whole encoding.</summary>
    /// <exception cref="InvalidOperationException">Not every value has been written.</exception>
    public byte[] ToArray()
    {
        EnsureHeadIsFull();
        return _buffer[.._next];
    }

    private AbiFrame Enter(int headBytes)
    {
        var outer = new AbiFrame(_start, _cursor, _headEnd);
        int start = _next;
        Extend(headBytes);
        (_start, _cursor, _headEnd) = (start, start, _next);
        return outer;
    }

    private void WriteOffset() => Write((ulong)(_next - _start));

    private void WriteLength(int length)
    {
        var word = Extend(Word);
        BinaryPrimitives.WriteInt32BigEndian(word[28..], length);
    }

    // The bytes behind what was written so far, which are zero.
    private Span<byte> Extend(int count)
    {
        int start = _next;
        _next = checked(start + count);
        if (_next > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_next, _buffer.Length * 2));
        }

        return _buffer.AsSpan(start, count);
    }

    private Span<byte> Take()
    {
        if (_headEnd - _cursor < Word)
        {
            throw new InvalidOperationException("The head is full: more values are written than its length provides.");
        }

        _cursor += Word;
        return _buffer.AsSpan(_cursor - Word, Word);
    }

    private void EnsureHeadIsFull()
    {
        if (_cursor != _headEnd)
        {
            throw new InvalidOperationException($"{(_headEnd - _cursor) / Word} words of the head have not been written.");
        }
    }
}
