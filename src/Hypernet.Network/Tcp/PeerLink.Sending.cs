using Hypernet.Network.Connections;
using Hypernet.Network.Frames;
using Hypernet.Network.Native;

namespace Hypernet.Network.Tcp;

/// <summary>What goes out, on the thread that sends if the connection takes it.</summary>
internal sealed partial class PeerLink
{
    private readonly byte[] _acknowledgment = new byte[FrameCodec.HeaderBytes];
    private Connection? _connection;
    private bool _isBlocked;
    private bool _isOverrun;
    private bool _isOverrunReported;
    private bool _isAcknowledging;

    // What of an acknowledgment has not gone out.
    private ReadOnlyMemory<byte> _control;

    public void Send(in FrameHeader header, ReadOnlyMemory<byte> payload) => Append(header, payload, canWait: false);

    /// <summary>Sends a frame that can wait.</summary>
    /// <returns>Whether it was taken, or is for nobody any more.</returns>
    public bool TrySend(in FrameHeader header, ReadOnlyMemory<byte> payload) => Append(header, payload, canWait: true);

    private bool Append(in FrameHeader header, ReadOnlyMemory<byte> payload, bool canWait)
    {
        if (_isOver)
        {
            return true;
        }

        bool needsDial;
        lock (_gate)
        {
            bool isTaken = (!canWait || _session.HasRoomForWaiting) && _session.Append(header, payload) != 0;
            if (!isTaken && canWait)
            {
                return false;
            }

            if (!isTaken)
            {
                Refuse();
            }

            needsDial = _connection is null && _session.Kept == 1;
            if (_connection is not null && !_isBlocked)
            {
                Flush(_connection);
            }
        }

        if (needsDial)
        {
            _poller.Post(_attend);
        }

        return true;
    }

    /// <summary>Tells the peer what was received, if it does not know.</summary>
    public void AcknowledgeNow()
    {
        lock (_gate)
        {
            _isAcknowledging = true;
            if (_connection is not null && !_isBlocked)
            {
                Flush(_connection);
            }
        }
    }

    private void Refuse()
    {
        if (!_isOverrun)
        {
            _isOverrun = true;
            _poller.Post(_attend);
        }

        throw new PeerOverrunException(_peer, _session.Kept, _session.Weight);
    }

    private void ReportOverrun()
    {
        if (_isOverrun && !_isOverrunReported)
        {
            _isOverrunReported = true;
            Lose(PeerLoss.Broken);
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            if (_connection is not null)
            {
                Flush(_connection);
            }
        }
    }

    // Sends until there is nothing to send, or the connection takes no more. An error is not looked at: whoever reads finds it
    // behind what the peer has sent before.
    private void Flush(Connection connection)
    {
        bool isTaken = SendControl(connection);
        while (isTaken && _session.TryPeek(out var outgoing))
        {
            int length = outgoing.Length;
            int count = outgoing.Payload.IsEmpty ? connection.Send(outgoing.Bytes) : connection.Send(outgoing.Bytes, outgoing.Payload.Span);
            _session.Advance(Math.Max(count, 0));
            isTaken = count == length || count == -Libc.Interrupted;
        }

        if (isTaken && _isAcknowledging && _session.OwesAcknowledgment)
        {
            _session.WriteAcknowledgment(_acknowledgment);
            _control = _acknowledgment;
            isTaken = SendControl(connection);
        }

        _isAcknowledging &= !isTaken;
        if (_isBlocked == isTaken)
        {
            _isBlocked = !isTaken;
            connection.Await(isForSending: _isBlocked);
        }
    }

    private bool SendControl(Connection connection)
    {
        if (!_control.IsEmpty)
        {
            int count = connection.Send(_control.Span);
            _control = _control[Math.Max(count, 0)..];
        }

        return _control.IsEmpty;
    }
}
