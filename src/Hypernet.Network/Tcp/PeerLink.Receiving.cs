using System.Net;
using Hypernet.Network.Frames;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;
using Hypernet.Network.Sessions;

namespace Hypernet.Network.Tcp;

/// <summary>What comes in.</summary>
internal sealed partial class PeerLink : IPollable, IFrameSink
{
    // Then others have their turn.
    private const int MaxAtOnce = 1 << 20;
    private bool _isListed;
    private IPAddress _address = IPAddress.None;

    void IPollable.Ready(uint events)
    {
        if ((events & Libc.Writable) != 0)
        {
            Flush();
        }

        if ((events & ~Libc.Writable) != 0)
        {
            Receive();
        }
    }

    /// <summary>The time has come that the transport was asked for.</summary>
    public void AcknowledgeListed()
    {
        _isListed = false;
        AcknowledgeNow();
    }

    Memory<byte> IFrameSink.RoomFor(in Frame frame) =>
        frame.Length > SessionLimits.Copied && !_isOver && _session.IsNext(frame) ? _transport.Handler?.RoomFor(_peer, frame.Header, frame.Length) ?? default : default;

    ProtocolFault IFrameSink.Take(in Frame frame, ReadOnlySpan<byte> payload)
    {
        if (_isOver || frame.Header.Type == FrameType.Hello)
        {
            return _isOver ? ProtocolFault.None : ProtocolFault.UnexpectedFrame;
        }

        if (frame.Acknowledged > _session.Acknowledged && Acknowledge(frame.Acknowledged) is var fault and not ProtocolFault.None)
        {
            return fault;
        }

        if (frame.Header.Type == FrameType.Ack)
        {
            return ProtocolFault.None;
        }

        fault = _session.Receive(frame, out bool isNew);
        if (isNew)
        {
            _failures = 0;
            _transport.Handler?.Received(_peer, frame.Header, payload);
        }

        return fault;
    }

    // Whether there may be more.
    private bool Receive()
    {
        int received = 0;
        bool isMore = true;
        while (_connection is { } connection && received < MaxAtOnce)
        {
            var space = _reader.Space(_poller.Buffer);
            int wanted = space.Length;
            int count = connection.Receive(space);
            if (count is -Libc.TryAgain or -Libc.Interrupted)
            {
                isMore = false;
                break;
            }

            var fault = count > 0 ? _reader.Read(_poller.Buffer, count) : ProtocolFault.None;
            if (count <= 0 || fault != ProtocolFault.None)
            {
                Break(fault);
                return false;
            }

            received += count;
            if (count < wanted)
            {
                isMore = false;
                break;
            }
        }

        if (_session.IsAcknowledgmentDue)
        {
            AcknowledgeNow();
        }
        else if (_session.OwesAcknowledgment && !_isListed)
        {
            _isListed = true;
            _transport.AcknowledgeSoon(this);
        }

        return isMore;
    }

    private void Break(ProtocolFault fault)
    {
        _transport.Report(fault, _peer, _address);
        Disconnect();
        Lose(PeerLoss.Broken);
        DialLater();
    }

    private ProtocolFault Acknowledge(ulong through)
    {
        ProtocolFault fault;
        bool isRelieved;
        lock (_gate)
        {
            fault = _session.Acknowledge(through);
            isRelieved = _isOverrun && _session.IsHalfEmpty;
            _isOverrun &= !isRelieved;
        }

        if (isRelieved && _isOverrunReported)
        {
            _isOverrunReported = false;
            Restore();
        }

        _transport.Settled();
        return fault;
    }
}
