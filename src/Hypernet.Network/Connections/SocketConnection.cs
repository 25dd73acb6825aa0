using System.Net;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Connections;

/// <summary>Bytes as they are.</summary>
internal sealed class SocketConnection : Connection
{
    private readonly Poller _poller;
    private readonly NativeSocket _socket;
    private readonly ulong _watch;

    /// <param name="poller">Watches the socket.</param>
    /// <param name="socket">Connected, or connecting.</param>
    /// <param name="address">Where the other side is.</param>
    /// <param name="events">What to call the owner for.</param>
    /// <param name="owner">Who is called.</param>
    public SocketConnection(Poller poller, NativeSocket socket, IPAddress address, uint events, IPollable owner)
        : base(address)
    {
        _poller = poller;
        _socket = socket;
        _watch = poller.Watch(socket, events, owner);
    }

    /// <summary>How connecting ended, once the socket is writable.</summary>
    /// <returns>0, or the system's error.</returns>
    public int Connected()
    {
        int error = _socket.TakeError();
        if (error == 0)
        {
            _socket.SetNoDelay();
        }

        return error;
    }

    public override int Send(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    public override int Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload) => _socket.Send(bytes, payload);

    public override int Receive(Span<byte> destination) => _socket.Receive(destination);

    public override void Await(bool isForSending) => Await(isForSending ? Libc.Readable | Libc.Writable : Libc.Readable);

    /// <summary>Has the owner called for events of the system.</summary>
    public void Await(uint events) => _poller.Modify(_socket, _watch, events);

    public override void Hand(IPollable owner) => _poller.Hand(_watch, owner);

    public override void Close() => _poller.Close(_socket, _watch);
}
