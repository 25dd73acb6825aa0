using System.Net;
using Hypernet.Network.Frames;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Tcp;

/// <summary>A connection until the other side has said HELLO. Reads that, and not a byte more.</summary>
internal sealed class Handshake : IPollable
{
    private readonly Poller _poller;
    private readonly IHandshakeOwner _owner;
    private readonly ReadOnlyMemory<byte> _token;
    private readonly byte[] _bytes = new byte[Hello.Bytes];
    private byte[]? _greeting;
    private int _filled;
    private bool _isOver;

    /// <param name="poller">Watches the socket.</param>
    /// <param name="owner">Told how it ends.</param>
    /// <param name="socket">Accepted, or connecting.</param>
    /// <param name="address">Where the other side is.</param>
    /// <param name="options">Token and timeout.</param>
    /// <param name="greeting">The HELLO to begin with, once the socket is connected; null to wait for one.</param>
    public Handshake(Poller poller, IHandshakeOwner owner, NativeSocket socket, IPAddress address, TcpTransportOptions options, byte[]? greeting)
    {
        _poller = poller;
        _owner = owner;
        _token = options.Token;
        _greeting = greeting;
        Socket = socket;
        Address = address;
        Watch = poller.Watch(socket, greeting is null ? Libc.Readable : Libc.Writable, this);
        poller.Schedule(options.HandshakeTimeout, () => Fail(ProtocolFault.SlowHandshake, 0));
    }

    public NativeSocket Socket { get; }

    public ulong Watch { get; }

    public IPAddress Address { get; }

    public void Ready(uint events)
    {
        if (_greeting is { } greeting)
        {
            Greet(greeting);
            return;
        }

        int count = Socket.Receive(_bytes.AsSpan(_filled));
        if (count is -Libc.TryAgain or -Libc.Interrupted)
        {
            return;
        }

        _filled += Math.Max(count, 0);
        var fault = ProtocolFault.None;
        Hello? hello = null;
        if (_filled == Hello.Bytes)
        {
            fault = Hello.Read(_bytes, _token.Span, out hello);
        }

        if (hello is not null)
        {
            _isOver = true;
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
        _isOver = true;
        _poller.Close(Socket, Watch);
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

    private void Greet(byte[] greeting)
    {
        int error = Socket.TakeError();
        _greeting = null;
        if (error == 0)
        {
            Socket.SetNoDelay();
            // The buffer of a new socket is empty: it takes all, or the connection has failed.
            int count = Socket.Send(greeting);
            error = count < 0 ? -count : 0;
        }

        if (error != 0)
        {
            Fail(ProtocolFault.None, error);
            return;
        }

        _poller.Modify(Socket, Watch, Libc.Readable);
    }
}
