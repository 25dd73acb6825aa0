using System.Net;
using System.Runtime.CompilerServices;
using Hypernet.Network.Connections;
using Hypernet.Network.Frames;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Tcp;

/// <summary>A connection until the other side has said HELLO. Reads that, and before it what makes a stranger a peer, and not a byte more.</summary>
internal sealed class Handshake : IPollable
{
    private readonly Poller _poller;
    private readonly IHandshakeOwner _owner;
    private readonly Gatekeeper? _gatekeeper;
    private readonly TcpTransportOptions _options;
    private readonly Dial? _dial;
    private readonly byte[] _bytes = new byte[Hello.Bytes];
    // What is scheduled cannot be taken back: it lets go of a handshake that has ended.
    private readonly StrongBox<Handshake?> _late;
    private bool _isConnected;
    private int _filled;
    private bool _isOver;

    /// <param name="poller">Watches the socket.</param>
    /// <param name="owner">Told how it ends.</param>
    /// <param name="socket">Accepted, or connecting.</param>
    /// <param name="address">Where the other side is.</param>
    /// <param name="options">Timeout and limits.</param>
    /// <param name="gatekeeper">Lets strangers in; null if the token does.</param>
    /// <param name="dial">What to begin with, once the socket is connected; null to wait for a HELLO.</param>
    public Handshake(
        Poller poller, IHandshakeOwner owner, NativeSocket socket, IPAddress address, TcpTransportOptions options, Gatekeeper? gatekeeper, Dial? dial)
    {
        _poller = poller;
        _owner = owner;
        _gatekeeper = gatekeeper;
        _options = options;
        _dial = dial;
        _isConnected = dial is null;
        Block = AddressBlock.Of(address);
        Connection = new SocketConnection(poller, socket, address, _isConnected ? Libc.Readable : Libc.Writable, this);
        var late = _late = new StrongBox<Handshake?>(this);
        poller.Schedule(options.HandshakeTimeout, () => late.Value?.Fail(ProtocolFault.SlowHandshake, 0));
        if (_isConnected && gatekeeper is not null)
        {
            Secure(gatekeeper);
        }
    }

    public Connection Connection { get; private set; }

    public IPAddress Address => Connection.Address;

    public AddressBlock Block { get; }

    /// <summary>Who the other side is, proven; null where a token is all there is.</summary>
    public PeerVerdict? Identity { get; private set; }

    /// <summary>Why a credential was refused.</summary>
    public PeerRefusal Refusal { get; private set; }

    public void Ready(uint events)
    {
        if (_isOver)
        {
            return;
        }

        if (!_isConnected)
        {
            Connected();
            return;
        }

        int count = Connection.Receive(_bytes.AsSpan(_filled));
        if (count is -Libc.TryAgain or -Libc.Interrupted)
        {
            return;
        }

        _filled += Math.Max(count, 0);
        var fault = ProtocolFault.None;
        Hello? hello = null;
        if (_filled == Hello.Bytes)
        {
            fault = Hello.Read(_bytes, _owner.Token.Span, out hello);
        }

        if (hello is not null)
        {
            End();
            _owner.Greeted(this, hello);
        }
        else if (count <= 0 || fault != ProtocolFault.None)
        {
            Fail(fault, -count);
        }
    }

    /// <summary>Closes the connection without a word to its owner.</summary>
    public void Close()
    {
        End();
        Connection.Close();
    }

    /// <summary>Closes the connection, unless it was greeted or closed before.</summary>
    public void Fail(ProtocolFault fault, int error)
    {
        if (!_isOver)
        {
            Close();
            _owner.Failed(this, fault, error);
        }
    }

    private void End()
    {
        _isOver = true;
        _late.Value = null;
    }

    private void Connected()
    {
        _isConnected = true;
        int error = ((SocketConnection)Connection).Connected();
        if (error != 0)
        {
            Fail(ProtocolFault.None, error);
        }
        else if (_gatekeeper is not null)
        {
            Secure(_gatekeeper);
        }
        else
        {
            Greet();
        }
    }

    private void Greet()
    {
        // The buffer of a new socket is empty: it takes all, or the connection has failed.
        int count = _dial is { } dial ? Connection.Send(dial.Greeting) : 0;
        if (count < 0)
        {
            Fail(ProtocolFault.None, -count);
        }
        else
        {
            Connection.Await(isForSending: false);
        }
    }

    // TLS costs about a millisecond: others are not made to wait for it.
    private void Secure(Gatekeeper gatekeeper)
    {
        var secure = new SecureConnection(_poller, (SocketConnection)Connection, _options.Security!.MaxHandshakeBytes);
        Connection = secure;
        _ = Task.Run(async () =>
        {
            var admission = await gatekeeper.Admit(secure, _dial?.Peer);
            _poller.Post(() => Admitted(secure, admission));
        });
    }

    private void Admitted(SecureConnection secure, Admission admission)
    {
        secure.Settle();
        if (_isOver)
        {
            return;
        }

        Identity = admission.Verdict;
        Refusal = admission.Refusal;
        if (admission.Fault != ProtocolFault.None || Identity is null)
        {
            Fail(admission.Fault, 0);
            return;
        }

        secure.Hand(this);
        Greet();
    }
}
