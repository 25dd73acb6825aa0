using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Hypernet.Network.Connections;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;
using Hypernet.Network.Tcp;

namespace Hypernet.Network;

/// <summary>
/// docs/spec/transport.md, protocol /hypernet/dac/1.0.0: frames over TCP/IP. Made in two steps, since the addresses of the book
/// are known when everybody listens: <see cref="Listen"/>, then Join.
/// </summary>
public sealed partial class TcpTransport : ITransport
{
    private readonly Poller _poller = Poller.Shared;
    private readonly NativeSocket _listener;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PeerLink?[] _links = [];
    private int _self = -1;
    private int _isDisposed;

    private TcpTransport(TcpTransportOptions options, NativeSocket listener)
    {
        Options = options;
        _listener = listener;
        Token = options.Security is null ? options.Token : new byte[TcpTransportOptions.TokenBytes];
        LocalEndPoint = listener.LocalEndPoint();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public int Self => _self;

    /// <inheritdoc/>
    public int Count => _links.Length;

    /// <inheritdoc/>
    public TimeProvider Time => _poller.Clock;

    internal TcpTransportOptions Options { get; }

    /// <summary>What HELLO carries.</summary>
    internal ReadOnlyMemory<byte> Token { get; private set; }

    ReadOnlyMemory<byte> IHandshakeOwner.Token => Token;

    /// <summary>Lets strangers in; null if a token does.</summary>
    internal Gatekeeper? Gatekeeper { get; private set; }

    /// <summary>Names this process to its peers.</summary>
    internal ulong Incarnation { get; } = DrawIncarnation();

    /// <summary>Begins to listen. Whoever dials waits until <see cref="Start"/>.</summary>
    /// <param name="options">How it behaves.</param>
    /// <exception cref="ArgumentException">The token has another length than it must, or a limit is out of range.</exception>
    /// <exception cref="SystemCallException">The address is taken, or not of this host.</exception>
    public static TcpTransport Listen(TcpTransportOptions options)
    {
        options.Check();
        return new TcpTransport(options, NativeSocket.Listen(options.EndPoint, Backlog));
    }

    /// <summary>Takes the book of peers, of a group that has a token. Called once, before <see cref="Start"/>.</summary>
    /// <param name="book">Where each peer listens; the same at all of them.</param>
    /// <param name="self">The own index in it.</param>
    public void Join(IReadOnlyList<IPEndPoint> book, int self)
    {
        if (Options.Security is not null)
        {
            throw new InvalidOperationException("This transport speaks with strangers: join a book that says who they are.");
        }

        Join(book, self, (endPoint, peer) =>
            new PeerLink(this, _poller, peer, 0, new Route([PeerEndpoint.Of(endPoint)], allowsLocal: true), IsSameHost(endPoint, book[self])));
    }

    /// <inheritdoc/>
    public void Start(ITransportHandler handler)
    {
        if (_self < 0)
        {
            throw new InvalidOperationException("This transport has no peers. Join a book before the start.");
        }

        _handler = handler;
        _poller.Post(Accept);
    }

    /// <inheritdoc/>
    /// <exception cref="PeerOverrunException">The peer does not acknowledge, and a limit of <see cref="TcpTransportOptions"/> is reached: the frame was not taken.</exception>
    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        RequireFits(payload);
        Link(peer).Send(header, payload);
    }

    /// <inheritdoc/>
    public bool TrySend(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        RequireFits(payload);
        return Link(peer).TrySend(header, payload);
    }

    /// <inheritdoc/>
    public void Forget(int peer) => Link(peer).Forget();

    /// <summary>
    /// Lets the calling thread do the network's work while it waits for something that a frame will bring: it need not be
    /// woken then. The handler is called by this thread.
    /// </summary>
    /// <param name="isDone">Asked before each wait. Nothing but a call of a handler may make it so.</param>
    /// <param name="atMost">How long.</param>
    /// <returns>
    /// Whether it is done. False when the time is over, and at once if another thread drives already or the caller is a
    /// handler: wait in another way then.
    /// </returns>
    public bool TryDrive(Func<bool> isDone, TimeSpan atMost) => _poller.TryDrive(isDone, atMost);

    /// <summary>Says that nobody is about to drive, and that a frame is waited for: the background thread need not find out by itself.</summary>
    public void Attend() => _poller.Attend();

    /// <summary>Stops reporting, waits for peers to acknowledge what they were sent (at most <see cref="TcpTransportOptions.Linger"/>), and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _poller.Post(BeginClosing);
        }

        await _closed.Task;
    }

    private void RequireFits(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > Options.MaxPayload)
        {
            throw new ArgumentException($"A payload of {payload.Length} bytes exceeds the limit of {Options.MaxPayload}. Send it in parts.", nameof(payload));
        }
    }

    private void Join<T>(IReadOnlyList<T> book, int self, Func<T, int, PeerLink> link)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)self, (uint)book.Count, nameof(self));
        if (_self >= 0)
        {
            throw new InvalidOperationException($"This transport has joined as peer {_self} already. Listen again for another book.");
        }

        _self = self;
        _links = [.. book.Select((entry, peer) => peer == self ? null : link(entry, peer))];
    }

    private static bool IsSameHost(IPEndPoint peer, IPEndPoint own) => IPAddress.IsLoopback(peer.Address) || peer.Address.Equals(own.Address);

    private static ulong DrawIncarnation()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        // 0 stands for a process that is not known.
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }

    private PeerLink Link(int peer) => (uint)peer < (uint)_links.Length && Volatile.Read(ref _links[peer]) is { } link
        ? link
        : throw new ArgumentOutOfRangeException(nameof(peer), peer, $"Not another peer of a book of {_links.Length}, in which this is {_self}.");
}
