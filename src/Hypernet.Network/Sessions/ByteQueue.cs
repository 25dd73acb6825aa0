namespace Hypernet.Network.Sessions;

/// <summary>Runs of bytes, first in, first out, each in one piece and at a place that does not move unless the queue grows. Grows by doubling.</summary>
internal sealed class ByteQueue
{
    private const int MinSize = 1024;

    // An empty queue holds no more than this: a burst is paid for once.
    private const int MaxIdle = 1 << 20;

    // Pinned, so that system calls need no handle.
    private byte[] _bytes = [];
    private long _start;
    private long _end;

    /// <summary>Memory that the queue holds.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Takes room at the end.</summary>
    /// <param name="length">At least 1.</param>
    /// <returns>Position of the run: an ever growing number. It follows the one before, unless that would break it in two.</returns>
    public long Append(int length)
    {
        long at = Fit(_end, length, _bytes.Length);
        if (at + length - _start > _bytes.Length)
        {
            Grow(length);
            at = Fit(_end, length, _bytes.Length);
        }

        _end = at + length;
        return at;
    }

    /// <summary>Whether a run that begins at a position stands right behind one that ends at another.</summary>
    public bool IsBehind(long at, long end) => at == end && (at & (_bytes.Length - 1)) != 0;

    /// <summary>The bytes from a position on. Must not go beyond runs that follow each other.</summary>
    public Span<byte> Slice(long at, int length) => _bytes.AsSpan((int)(at & (_bytes.Length - 1)), length);

    /// <summary>Gives up all runs before a position.</summary>
    public void RemoveBefore(long at)
    {
        _start = at;
        if (_start == _end && _bytes.Length > MaxIdle)
        {
            _bytes = [];
        }
    }

    // Sizes are powers of two, so that a run which does not cross a multiple of one size does not cross one of the next.
    private static long Fit(long at, int length, int size) =>
        size == 0 || (at & (size - 1)) + length <= size ? at : (at | (uint)(size - 1)) + 1;

    private void Grow(int length)
    {
        int size = Math.Max(MinSize, _bytes.Length);
        while (size < _bytes.Length + 1 || Fit(_end, length, size) + length - _start > size)
        {
            size *= 2;
        }

        byte[] grown = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        for (long at = _start; at < _end;)
        {
            // Up to the next multiple of the old size, which is whole in both.
            int part = (int)Math.Min(_end - at, _bytes.Length - (at & (_bytes.Length - 1)));
            Slice(at, part).CopyTo(grown.AsSpan((int)(at & (size - 1))));
            at += part;
        }

        _bytes = grown;
    }
}
