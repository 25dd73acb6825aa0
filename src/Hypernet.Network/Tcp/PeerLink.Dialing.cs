using System.Net;
using System.Runtime.InteropServices;
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
    private bool _isLookingUp;

    ReadOnlyMemory<byte> IHandshakeOwner.Token => _transport.Token;

    private bool IsMineFirst => _transport.Self < _peer;

    /// <summary>The peer has dialed.</summary>
    public void Dialed(Handshake handshake, Hello hello)
    {
        if (_isOver || (_incarnation != 0 && hello.Incarnation != _incarnation))
        {
            handshake.Close();
            if (!_isOver)
            {
                Drain();
                End(PeerLoss.Refused);
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
        if (handshake.Connection.Send(answer) != answer.Length || !isTaken)
        {
            handshake.Close();
            return;
        }

        Disconnect();
        Connect(handshake, hello, number);
    }

    void IHandshakeOwner.Greeted(Handshake handshake, Hello hello)
    {
        EndDial();
        if (hello.Sender != _peer || hello.Recipient != _transport.Self || hello.Incarnation == 0)
        {
            handshake.Close();
            _transport.Report(ProtocolFault.WrongPeer, _peer, handshake.Address);
            DialLater();
        }
        else if (IsFollowedBy(handshake.Identity))
        {
            // It was greeted with what the former is owed.
            handshake.Close();
            if (_transport.TryRenew(this, hello, handshake.Identity) is null && !_isOver)
            {
                DialLater();
            }
        }
        else if (_incarnation != 0 && hello.Incarnation != _incarnation)
        {
            handshake.Close();
            End(PeerLoss.Refused);
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
        EndDial();
        if (handshake.Identity is not null)
        {
            SeeAlive();
        }

        _transport.Report(fault, _peer, handshake.Address, handshake.Refusal);
        if (fault == ProtocolFault.RefusedByPeer && handshake.Refusal == PeerRefusal.TenureOver)
        {
            End(PeerLoss.Dismissed);
        }
        else
        {
            DialFailed(handshake.Address, error);
        }
    }

    private void Dial()
    {
        if (_route.IsEmpty)
        {
            _state = LinkState.Idle;
            return;
        }

        _state = LinkState.Dialing;
        _dialed = Poller.Now;
        if (_route.TryNext(out var endPoint))
        {
            Dial(endPoint);
        }
        else if (!_isLookingUp)
        {
            _isLookingUp = true;
            _ = Task.Run(async () =>
            {
                var found = await _route.LookUp(_transport.Options.HandshakeTimeout);
                _poller.Post(() => LookedUp(found));
            });
        }
    }

    private void LookedUp(IReadOnlyList<IPEndPoint> found)
    {
        _isLookingUp = false;
        _route.Refill(found);
        if (_state != LinkState.Dialing || _dial is not null || _isOver)
        {
            return;
        }

        if (_route.TryNext(out var endPoint))
        {
            Dial(endPoint);
        }
        else
        {
            _transport.Report(ProtocolFault.NoAddress, _peer, IPAddress.None);
            DialLater();
        }
    }

    private void Dial(IPEndPoint endPoint)
    {
        if (!_transport.TryBeginDial(endPoint.Address))
        {
            DialLater();
            return;
        }

        if (NativeSocket.Connect(endPoint, out int error) is not { } socket)
        {
            _transport.EndDial(endPoint.Address);
            DialFailed(endPoint.Address, error);
            return;
        }

        var dial = new Dial(_peer, Say(_incarnation, _number + 1, HelloAnswer.None));
        _dial = new Handshake(_poller, this, socket, endPoint.Address, _transport.Options, _transport.Gatekeeper, dial);
    }

    private void EndDial()
    {
        if (_dial is { } dial)
        {
            _dial = null;
            _transport.EndDial(dial.Address);
        }
    }

    private void DialFailed(IPAddress address, int error)
    {
        if (error != 0)
        {
            _transport.Options.OnUnreachable?.Invoke(_peer, address, Marshal.GetPInvokeErrorMessage(error));
        }

        // Only the own host's refusal is a proof: another one's may be a firewall's.
        if (error == Libc.ConnectionRefused && _isSameHost && (_incarnation != 0 || IsGraceOver))
        {
            End(PeerLoss.Refused);
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
    }.ToBytes(_transport.Token.Span);

    private void Connect(Handshake handshake, Hello hello, ulong number)
    {
        _number = number;
        Meet(hello, handshake.Identity);
        ProtocolFault fault;
        lock (_gate)
        {
            fault = _session.Resume(hello.Received);
            if (fault == ProtocolFault.None)
            {
                _isBlocked = false;
                _control = default;
                _connection = handshake.Connection;
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
        _address = handshake.Address;
        _validUntil = handshake.Identity?.Until ?? DateTimeOffset.MaxValue;
        handshake.Connection.Hand(this);
        AwaitExpiry();
        Restore();
        Flush();
    }
}
