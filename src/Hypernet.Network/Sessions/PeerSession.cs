using Hypernet.Network.Frames;

namespace Hypernet.Network.Sessions;

/// <summary>
/// docs/spec/transport.md §4: what two processes owe each other, over however many connections. Knows no socket and no clock.
/// The sending half (this file) is guarded by its owner; the receiving half (the other one) belongs to the thread that reads.
/// </summary>
internal sealed partial class PeerSession(SessionLimits limits)
{
    private const int MaxRun = 64 * 1024;
    private readonly ByteQueue _bytes = new();
    private Entry[] _entries = new Entry[16];
    private ulong _first = 1;
    private ulong _next = 1;
    private ulong _cursor = 1;
    private ulong _sent;
    private int _done;
    private long _weight;

    /// <summary>Frames kept, since they have not been acknowledged.</summary>
    public int Kept => (int)(_next - _first);

    /// <summary>What the kept frames weigh (<see cref="SessionLimits.Bytes"/>).</summary>
    public long Weight => _weight;

    /// <summary>The peer has received the frames up to this one. May be read by any thread.</summary>
    public ulong Acknowledged => Volatile.Read(ref _first) - 1;

    /// <summary>Number of the last frame.</summary>
    public ulong Last => _next - 1;

    /// <summary>Whether frames wait to be sent on this connection.</summary>
    public bool HasOutgoing => _cursor < _next;

    /// <summary>Whether both limits are far.</summary>
    public bool IsHalfEmpty => Kept <= limits.Frames / 2 && _weight <= limits.Bytes / 2;

    /// <summary>Whether so little is kept that a frame which can wait is taken, too.</summary>
    public bool HasRoomForWaiting => Kept <= Math.Min(SessionLimits.WaitingFrames, limits.Frames / 2) && _weight <= Math.Min(SessionLimits.WaitingBytes, limits.Bytes / 2);

    /// <summary>Whether a frame is sent in part: nothing else may go between.</summary>
    public bool IsWithinFrame => _done > 0;

    /// <summary>Takes a frame, unless a limit is reached.</summary>
    /// <returns>Its number, or 0.</returns>
    public ulong Append(in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        bool isCopied = payload.Length <= SessionLimits.Copied;
        int inline = FrameCodec.HeaderBytes + (isCopied ? payload.Length : 0);
        var entry = new Entry { Inline = inline, Payload = isCopied ? default : payload };
        if (Kept >= limits.Frames || _weight + entry.Weight > limits.Bytes)
        {
            return 0;
        }

        entry.At = _bytes.Append(inline);
        var bytes = _bytes.Slice(entry.At, inline);
        FrameCodec.Write(bytes, new Frame(header, payload.Length, _next, Received));
        if (isCopied)
        {
            payload.Span.CopyTo(bytes[FrameCodec.HeaderBytes..]);
        }

        if (Kept == _entries.Length)
        {
            GrowEntries();
        }

        this[_next] = entry;
        _weight += entry.Weight;
        return _next++;
    }

    /// <summary>What is to go out next on this connection. Carries the newest acknowledgment if it begins with a frame.</summary>
    /// <param name="outgoing">Valid until the next call.</param>
    /// <returns>Whether there is anything.</returns>
    public bool TryPeek(out Outgoing outgoing)
    {
        if (!HasOutgoing)
        {
            outgoing = default;
            return false;
        }

        ref var entry = ref this[_cursor];
        if (_done >= entry.Inline)
        {
            outgoing = new Outgoing(default, entry.Payload[(_done - entry.Inline)..]);
            return true;
        }

        if (_done == 0)
        {
            FrameCodec.Acknowledge(_bytes.Slice(entry.At, entry.Inline), TakeAcknowledgment());
        }

        // Frames without a payload elsewhere that stand one behind the other go out at once, up to a first one with.
        long start = entry.At + _done;
        long end = entry.At + entry.Inline;
        ulong last = _cursor;
        while (this[last].Payload.IsEmpty && last + 1 < _next && _bytes.IsBehind(this[last + 1].At, end) && end - start < MaxRun)
        {
            end += this[++last].Inline;
        }

        outgoing = new Outgoing(_bytes.Slice(start, (int)(end - start)), this[last].Payload);
        return true;
    }

    /// <summary>Bytes of what <see cref="TryPeek"/> gave have gone out.</summary>
    public void Advance(int bytes)
    {
        while (bytes > 0)
        {
            int left = this[_cursor].Length - _done;
            if (bytes < left)
            {
                _done += bytes;
                return;
            }

            bytes -= left;
            _done = 0;
            _sent = Math.Max(_sent, _cursor);
            _cursor++;
        }
    }

    /// <summary>The peer has received the frames up to one: they are forgotten.</summary>
    public ProtocolFault Acknowledge(ulong through)
    {
        // A frame that is sent in part has not been received on this connection; on an earlier one it may have been.
        ulong begun = IsWithinFrame ? Math.Max(_sent, _cursor) : _sent;
        if (through > begun)
        {
            return ProtocolFault.AcknowledgedUnsent;
        }

        // Its bytes are needed until the last has gone out; a later acknowledgment covers it.
        Drop(IsWithinFrame ? Math.Min(through, _cursor - 1) : through);
        return ProtocolFault.None;
    }

    /// <summary>A new connection: what the peer has not received goes out again.</summary>
    /// <param name="through">The peer has received the frames up to this one.</param>
    public ProtocolFault Resume(ulong through)
    {
        if (through < Acknowledged || through > (IsWithinFrame ? Math.Max(_sent, _cursor) : _sent))
        {
            return ProtocolFault.BadResume;
        }

        _done = 0;
        Drop(through);
        _cursor = _first;
        return ProtocolFault.None;
    }

    /// <summary>The peer is gone: nothing is kept for it.</summary>
    public void Clear()
    {
        _done = 0;
        Drop(Last);
    }

    /// <summary>Finds a kept frame by its number, whether sent or not.</summary>
    /// <returns>Whether it is kept.</returns>
    public bool TryFind(ulong sequence, out Outgoing frame)
    {
        bool isKept = sequence >= _first && sequence < _next;
        frame = isKept ? new Outgoing(_bytes.Slice(this[sequence].At, this[sequence].Inline), this[sequence].Payload) : default;
        return isKept;
    }

    private ref Entry this[ulong sequence] => ref _entries[sequence & (uint)(_entries.Length - 1)];

    private void Drop(ulong through)
    {
        ulong first = _first;
        while (first <= through)
        {
            ref var entry = ref this[first++];
            _weight -= entry.Weight;
            _bytes.RemoveBefore(entry.At + entry.Inline);
            entry = default;
        }

        _cursor = Math.Max(_cursor, first);
        Volatile.Write(ref _first, first);
    }

    private void GrowEntries()
    {
        var old = _entries;
        _entries = new Entry[2 * old.Length];
        for (ulong sequence = _first; sequence < _next; sequence++)
        {
            this[sequence] = old[sequence & (uint)(old.Length - 1)];
        }
    }

    private struct Entry
    {
        public long At;
        public int Inline;
        public ReadOnlyMemory<byte> Payload;

        public readonly int Length => Inline + Payload.Length;

        public readonly long Weight => Inline + SessionLimits.Weight(Payload.Length);
    }
}
