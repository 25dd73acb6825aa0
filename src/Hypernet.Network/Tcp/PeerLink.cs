using Hypernet.Network.Frames;
using Hypernet.Network.Polling;
using Hypernet.Network.Sessions;

namespace Hypernet.Network.Tcp;

/// <summary>
/// All that a transport has to do with one peer: a session, and a connection that comes and goes. What any thread may touch
/// (the sending half of the session, the connection to send on) is guarded by the gate; the rest belongs to the driving thread.
/// The gate is never held while a handler is called.
/// </summary>
internal sealed partial class PeerLink
{
    private readonly TcpTransport _transport;
    private readonly Poller _poller;
    private readonly int _peer;
    private readonly Route _route;
    private readonly bool _isSameHost;
    private readonly PeerSession _session;
    private readonly FrameReader _reader;
    private readonly Lock _gate = new();
    private readonly Action _attend;
    private LinkState _state;
    private bool _isLost;
    private volatile bool _isOver;
    private volatile bool _isRevoked;

    /// <param name="transport">Whose link.</param>
    /// <param name="poller">Drives it.</param>
    /// <param name="peer">To whom.</param>
    /// <param name="tenure">Its number among the tenants of its place.</param>
    /// <param name="route">Where it listens.</param>
    /// <param name="isSameHost">Whether a refusal comes from the host that the peer runs on.</param>
    public PeerLink(TcpTransport transport, Poller poller, int peer, long tenure, Route route, bool isSameHost)
    {
        _transport = transport;
        _poller = poller;
        _peer = peer;
        Tenure = tenure;
        _route = route;
        _isSameHost = isSameHost;
        _session = new PeerSession(new SessionLimits(transport.Options.MaxUnacknowledgedFrames, transport.Options.MaxUnacknowledgedBytes));
        _reader = new FrameReader(transport.Options.MaxPayload, this);
        _attend = Attend;
        _redial = Redial;
    }

    public long Tenure { get; }

    /// <summary>Whether the peer's tenure is over.</summary>
    public bool IsRevoked => _isRevoked;

    /// <summary>Whether the peer has acknowledged everything, or never will.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate)
            {
                return _state == LinkState.Over || _session.Kept == 0;
            }
        }
    }

    /// <summary>Ends the link for good. Any thread may.</summary>
    public void Forget()
    {
        _isOver = true;
        _poller.Post(_attend);
    }

    /// <summary>Ends the link for good, and has its peer told so when it comes again. Any thread may.</summary>
    public void Revoke()
    {
        _isRevoked = true;
        Forget();
    }

    // What other threads have asked for: to dial, to say that a limit is reached, or to end.
    private void Attend()
    {
        if (_isOver)
        {
            Disconnect();
            _state = LinkState.Over;
            lock (_gate)
            {
                _session.Clear();
            }

            _transport.Settled();
            return;
        }

        if (_state == LinkState.Idle)
        {
            Dial();
        }

        ReportOverrun();
    }

    private void Disconnect()
    {
        _dial?.Close();
        EndDial();
        if (_connection is { } connection)
        {
            lock (_gate)
            {
                _connection = null;
            }

            connection.Close();
            _reader.Reset();
        }
    }

    private void Lose(PeerLoss loss)
    {
        _isLost = true;
        if (!_isOver)
        {
            _isDeathReported |= loss == PeerLoss.Refused;
            _transport.Handler?.Lost(_peer, loss);
        }
    }

    private void Restore()
    {
        if (_isLost)
        {
            _isLost = false;
            _transport.Handler?.Restored(_peer);
        }
    }

    /// <summary>The peer's process has ended, or will not speak with this one again: nothing is owed to it, and nothing comes from it.</summary>
    private void End(PeerLoss loss)
    {
        if (_state != LinkState.Over)
        {
            Disconnect();
            _state = LinkState.Over;
            Lose(loss);
            Forget();
        }
    }
}
