using Hypernet.Network.Frames;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Tcp;

/// <summary>
/// docs/spec/transport.md §2: how a connection comes about. Both sides may dial; of two dials that cross, the lower peer's
/// is taken. Connections are numbered, so that a dial that comes too late does not replace one that was made after it.
/// </summary>
internal sealed partial class PeerLink : IHandshakeOwner
{
    // An own dial that hangs so long does not stand in the way of one that came through.
    private static readonly TimeSpan Yield = TimeSpan.FromMilliseconds(200);
    private readonly Action _redial;
    private Handshake? _dial;
    private ulong _incarnation;
    private ulong _number;
    private int _failures;
    private long _dialed;

    private bool IsMineFirst => _transport.Self < _peer;

    /// <summary>The peer has dialed.</summary>
    public void Dialed(Handshake handshake, Hello hello)
    {
        if (_isOver || (_incarnation != 0 && hello.Incarnation != _incarnation))
        {
            handshake.Close();
            if (!_isOver)
            {
                Died();
            }

            return;
        }

        bool isForMe = hello.Known == 0 || hello.Known == _transport.Incarnation;
        bool isTaken = isForMe && _state switch
        {
            LinkState.Connected => hello.Connection > _number,
            LinkState.Dialing => !IsMineFirst || Poller.Time.GetElapsedTime(_dialed) > Yield,
            _ => true,
        };
        ulong number = isTaken ? Math.Max(hello.Connection, _number + 1) : _number;
        byte[] answer = Say(hello.Incarnation, number, isTaken ? HelloAnswer.Accepted : HelloAnswer.Declined);
        if (handshake.Socket.Send(answer) != answer.Length || !isTaken)
        {
            handshake.Close();
            return;
        }

        Disconnect();
        Connect(handshake, hello, number);
    }

    void IHandshakeOwner.Greeted(Handshake handshake, Hello hello)
    {
        _dial = null;
        if (hello.Sender != _peer || hello.Recipient != _transport.Self || hello.Incarnation == 0)
        {
            handshake.Close();
            _transport.Report(ProtocolFault.WrongPeer, _peer, _endPoint.Address);
            DialLater();
        }
        else if (_incarnation != 0 && hello.Incarnation != _incarnation)
        {
            handshake.Close();
            Died();
        }
        else if (hello.Answer == HelloAnswer.Accepted)
        {
            Connect(handshake, hello, hello.Connection);
        }
        else
        {
            handshake.Close();
            _number = Math.Max(_number, hello.Connection);
            DialLater();
        }
    }

    void IHandshakeOwner.Failed(Handshake handshake, ProtocolFault fault, int error)
    {
        _dial = null;
        _transport.Report(fault, _peer, _endPoint.Address);
        DialFailed(error);
    }

    private void Dial()
    {
        _state = LinkState.Dialing;
        _dialed = Poller.Now;
        if (NativeSocket.Connect(_endPoint, out int error) is not { } socket)
        {
            DialFailed(error);
            return;
        }

        byte[] greeting = Say(_incarnation, _number + 1, HelloAnswer.None);
        _dial = new Handshake(_poller, this, socket, _endPoint.Address, _transport.Options, greeting);
    }

    private void DialFailed(int error)
    {
        // Only the own host's refusal is a proof: another one's may be a firewall's.
        if (error == Libc.ConnectionRefused && _isSameHost && (_incarnation != 0 || _transport.IsGraceOver))
        {
            Died();
        }
        else
        {
            DialLater();
        }
    }

    private void DialLater()
    {
        var options = _transport.Options;
        var pause = options.MinRedial * (1 << Math.Min(_failures++, 20));
        pause = (pause < options.MaxRedial ? pause : options.MaxRedial) - Poller.Time.GetElapsedTime(_dialed);
        _state = LinkState.Waiting;
        if (pause <= TimeSpan.Zero)
        {
            Dial();
        }
        else
        {
            _poller.Schedule(pause, _redial);
        }
    }

    private void Redial()
    {
        if (_state == LinkState.Waiting && !_isOver)
        {
            Dial();
        }
    }

    private byte[] Say(ulong known, ulong connection, HelloAnswer answer) => new Hello
    {
        Sender = _transport.Self,
        Recipient = _peer,
        Incarnation = _transport.Incarnation,
        Known = known,
        Connection = connection,
        Received = _session.Received,
        Answer = answer,
    }.ToBytes(_transport.Options.Token.Span);

    private void Connect(Handshake handshake, Hello hello, ulong number)
    {
        _number = number;
        _incarnation = hello.Incarnation;
        ProtocolFault fault;
        lock (_gate)
        {
            fault = _session.Resume(hello.Received);
            if (fault == ProtocolFault.None)
            {
                _watch = handshake.Watch;
                _isBlocked = false;
                _control = default;
                _connection = handshake.Socket;
            }
        }

        if (fault != ProtocolFault.None)
        {
            handshake.Close();
            _transport.Report(fault, _peer, handshake.Address);
            DialLater();
            return;
        }

        _state = LinkState.Connected;
        _poller.Hand(_watch, this);
        Restore();
        Flush();
    }
}
