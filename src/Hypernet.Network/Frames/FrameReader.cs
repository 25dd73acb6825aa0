using System.Buffers;

namespace Hypernet.Network.Frames;

/// <summary>
/// Cuts a stream into frames. Those that arrive whole are handed on where they were received; the beginning of one that does
/// not is copied, and its rest received behind it; or to where the sink wants to have its payload.
/// </summary>
internal sealed class FrameReader(int maxPayload, IFrameSink sink)
{
    private byte[]? _partial;
    private Memory<byte> _room;
    private Frame _frame;
    private int _filled;
    private int _needed;

    /// <summary>Where the next bytes of the stream are to be put.</summary>
    /// <param name="shared">Used unless a frame has begun.</param>
    public Span<byte> Space(byte[] shared) => _partial is not null ? _partial.AsSpan(_filled, _needed - _filled)
        : _room.IsEmpty ? shared
        : _room.Span[_filled..];

    /// <summary>Hands on the frames that are whole.</summary>
    /// <param name="shared">As given to <see cref="Space"/>.</param>
    /// <param name="count">How many bytes were put there.</param>
    public ProtocolFault Read(byte[] shared, int count)
    {
        if (_partial is null && _room.IsEmpty)
        {
            return Cut(shared.AsSpan(0, count));
        }

        _filled += count;
        if (_filled < _needed)
        {
            return ProtocolFault.None;
        }

        if (_partial is not { } partial)
        {
            var room = _room;
            _room = default;
            return sink.Take(_frame, room.Span);
        }

        _partial = null;
        var fault = Cut(partial.AsSpan(0, _filled));
        ArrayPool<byte>.Shared.Return(partial);
        return fault;
    }

    /// <summary>Forgets the frame that has begun.</summary>
    public void Reset()
    {
        _room = default;
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
                Begin(frame, bytes);
                return ProtocolFault.None;
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
            Begin(needed, bytes);
        }

        return ProtocolFault.None;
    }

    private void Begin(in Frame frame, ReadOnlySpan<byte> bytes)
    {
        var room = sink.RoomFor(frame);
        if (room.IsEmpty)
        {
            Begin(FrameCodec.HeaderBytes + frame.Length, bytes);
            return;
        }

        var payload = bytes[FrameCodec.HeaderBytes..];
        (_frame, _room, _needed, _filled) = (frame, room[..frame.Length], frame.Length, payload.Length);
        payload.CopyTo(room.Span);
    }

    private void Begin(int needed, ReadOnlySpan<byte> bytes)
    {
        _partial = ArrayPool<byte>.Shared.Rent(needed);
        (_needed, _filled) = (needed, bytes.Length);
        bytes.CopyTo(_partial);
    }
}
