using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.CompilerServices;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Connections;

/// <summary>Bytes through TLS. Until <see cref="Settle"/> whoever makes the handshake has the <see cref="Stream"/> to itself.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closing it disposes of them.")]
internal sealed class SecureConnection : Connection, IPollable
{
    private const int Record = 16 * 1024;

    // So much is encrypted before the socket is asked to take it, and others have their turn.
    private const int MaxAtOnce = 8 * Record;
    private readonly Poller _poller;
    private readonly TlsWire _wire;
    private readonly Action _resume;
    private readonly Action _finish;
    private byte[] _plain = [];
    private IPollable? _owner;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _reading;
    private int _start;
    private int _end;
    private volatile bool _isReading;
    private bool _isAtEnd;
    private bool _isResuming;
    private bool _isSteady;
    private bool _isClosed;

    /// <param name="poller">Drives it.</param>
    /// <param name="socket">Connected; belongs to this one from now on.</param>
    /// <param name="allowance">Limit of what may come within the handshake, in bytes.</param>
    public SecureConnection(Poller poller, SocketConnection socket, int allowance)
        : base(socket.Address)
    {
        _poller = poller;
        _wire = new TlsWire(socket, allowance);
        _resume = Resume;
        _finish = Finish;
        Stream = new SslStream(_wire, leaveInnerStreamOpen: true);
        socket.Hand(this);
        socket.Await(Libc.OneShot);
    }

    public SslStream Stream { get; }

    /// <summary>Whether more came within the handshake than is allowed.</summary>
    public bool IsOverdrawn => _wire.IsOverdrawn;

    /// <summary>The handshake is over, well or not: nobody uses the stream any more but this.</summary>
    public void Settle()
    {
        _isSteady = true;
        _wire.Settle();
        if (_isClosed)
        {
            Stream.Dispose();
        }
    }

    public override int Send(ReadOnlySpan<byte> bytes) => Send(bytes, default);

    public override int Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload)
    {
        if (!_wire.TryHold())
        {
            return -Libc.TryAgain;
        }

        int sent = 0;
        int most = Math.Min(bytes.Length + payload.Length, MaxAtOnce);
        while (sent < most)
        {
            var rest = sent < bytes.Length ? bytes[sent..] : payload[(sent - bytes.Length)..];
            var piece = rest[..Math.Min(rest.Length, Math.Min(Record, most - sent))];
            if (!TryWrite(piece))
            {
                break;
            }

            sent += piece.Length;
        }

        _wire.TryRelease();
        return sent;
    }

    public override int Receive(Span<byte> destination)
    {
        if (_isReading)
        {
            // Something may have come that no event has told of yet.
            _wire.Readable();
        }

        int received = 0;
        while (received < destination.Length && (_start < _end || Read()))
        {
            int count = Math.Min(destination.Length - received, _end - _start);
            _plain.AsSpan(_start, count).CopyTo(destination[received..]);
            _start += count;
            received += count;
        }

        if (received > 0 && !_isReading)
        {
            // No event of the socket speaks for what is here already.
            ResumeSoon();
        }

        return received > 0 || _isAtEnd ? received : -Libc.TryAgain;
    }

    public override void Await(bool isForSending) => _wire.Await(isForSending);

    public override void Hand(IPollable owner)
    {
        _owner = owner;
        ResumeSoon();
    }

    public override void Close()
    {
        _isClosed = true;
        _wire.Disconnect();
        if (_isSteady)
        {
            Stream.Dispose();
        }
    }

    void IPollable.Ready(uint events)
    {
        if ((events & Libc.Writable) != 0 && _wire.TryRelease())
        {
            _owner?.Ready(Libc.Writable);
        }

        if ((events & ~Libc.Writable) != 0)
        {
            _wire.Readable();
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
            return true;
        }
        catch (IOException)
        {
            // TLS has ended: whoever reads finds out, behind what the other side has sent before.
            return false;
        }
    }

    // Whether there are bytes now; if not, the owner is called when there are.
    private bool Read()
    {
        if (_isReading || _isAtEnd)
        {
            return false;
        }

        // Strangers who never come so far cost nothing.
        _plain = _plain.Length > 0 ? _plain : new byte[Record];
        Read(Stream.ReadAsync(_plain));
        return _start < _end;
    }

    private void Read(ValueTask<int> reading)
    {
        _isReading = true;
        _reading = reading.ConfigureAwait(false).GetAwaiter();
        if (_reading.IsCompleted)
        {
            Take();
        }
        else
        {
            _reading.UnsafeOnCompleted(_finish);
        }
    }

    private void Finish()
    {
        Take();
        _poller.Post(_resume);
    }

    private void Take()
    {
        try
        {
            (_start, _end) = (0, _reading.GetResult());
            _isAtEnd = _end == 0;
        }
        catch (IOException)
        {
            // Whatever the other side sent: it was not TLS, or the connection broke.
            _isAtEnd = true;
        }

        _isReading = false;
    }

    private void ResumeSoon()
    {
        if (!_isResuming)
        {
            _isResuming = true;
            _poller.Post(_resume);
        }
    }

    private void Resume()
    {
        _isResuming = false;
        if (!_isClosed)
        {
            _owner?.Ready(Libc.Readable);
        }
    }
}
