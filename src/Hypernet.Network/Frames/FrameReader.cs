using System.Buffers;

namespace Hypernet.Network.Frames;

/// <summary>
/// Cuts a stream into frames. Those that arrive whole are handed on where they were received; the beginning of one that does
/// not is copied, and its rest received behind it.
/// </summary>
internal sealed class FrameReader(int maxPayload, IFrameSink sink)
{
    private byte[]? _partial;
    private int _filled;
    private int _needed;

    /// <summary>Where the next bytes of the stream are to be put.</summary>
    /// <param name="shared">Used unless a frame has begun.</param>
    public Span<byte> Space(byte[] shared) => _partial is null ? shared : _partial.AsSpan(_filled, _needed - _filled);

    /// <summary>Hands on the frames that are whole.</summary>
    /// <param name="shared">As given to <see cref="Space"/>.</param>
    /// <param name="count">How many bytes were put there.</param>
    public ProtocolFault Read(byte[] shared, int count)
    {
        if (_partial is not { } partial)
        {
            return Cut(shared.AsSpan(0, count));
        }

        _filled += count;
        if (_filled < _needed)
        {
            return ProtocolFault.None;
        }

        _partial = null;
        var fault = Cut(partial.AsSpan(0, _filled));
        ArrayPool<byte>.Shared.Return(partial);
        return fault;
    }

    /// <summary>Forgets the frame that has begun.</summary>
    public void Reset()
    {
        if (_partial is { } partial)
        {
            _partial = null;
            ArrayPool<byte>.Shared.Return(partial);
        }
    }

    private ProtocolFault Cut(ReadOnlySpan<byte> bytes)
    {
        int needed = FrameCodec.HeaderBytes;
        while (bytes.Length >= FrameCodec.HeaderBytes)
        {
            var fault = FrameCodec.Read(bytes, maxPayload, out var frame);
            if (fault != ProtocolFault.None)
            {
                return fault;
            }

            needed = FrameCodec.HeaderBytes + frame.Length;
            if (bytes.Length < needed)
            {
                break;
            }

            fault = sink.Take(frame, bytes[FrameCodec.HeaderBytes..needed]);
            if (fault != ProtocolFault.None)
            {
                return fault;
            }

            bytes = bytes[needed..];
            needed = FrameCodec.HeaderBytes;
        }

        if (!bytes.IsEmpty)
        {
            _partial = ArrayPool<byte>.Shared.Rent(needed);
            _needed = needed;
            _filled = bytes.Length;
            bytes.CopyTo(_partial);
        }

        return ProtocolFault.None;
    }
}
