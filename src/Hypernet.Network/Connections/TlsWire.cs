using System.Threading.Tasks.Sources;
using Hypernet.Network.Native;

namespace Hypernet.Network.Connections;

/// <summary>
/// The encrypted side of a TLS connection, over a socket that never blocks. What is written is taken at once, and goes out when
/// the socket takes it. While the handshake lasts, the thread pool computes it: the socket is watched only as long as
/// something is waited for, and what comes is limited. Then the driving thread does all of it, in the call that finds the bytes.
/// </summary>
internal sealed class TlsWire(SocketConnection socket, int allowance) : Stream, IValueTaskSource<int>
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<int> _reading;
    private Memory<byte> _destination;
    private byte[] _out = [];
    private int _outStart;
    private int _outEnd;
    private int _allowance = allowance;
    private uint _awaited;
    private bool _isPending;
    private bool _isSteady;
    private bool _isForSending;
    private bool _isHeld;
    private bool _isClosed;

    /// <summary>Whether more came within the handshake than is allowed.</summary>
    public bool IsOverdrawn => _allowance < 0;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The handshake is over: from now on the driving thread reads.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _isSteady = true;
            Await();
        }
    }

    /// <summary>Whether the owner wants to be called when there is room.</summary>
    public void Await(bool isForSending)
    {
        lock (_gate)
        {
            _isForSending = isForSending;
            Await();
        }
    }

    /// <summary>Whether what was written so far has gone out; if not, it is kept back until <see cref="TryRelease"/>, so that much goes out at once.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            return _isHeld = Send();
        }
    }

    /// <summary>Sends what was kept back, and what waits for room.</summary>
    /// <returns>Whether all has gone out.</returns>
    public bool TryRelease()
    {
        lock (_gate)
        {
            _isHeld = false;
            return Send();
        }
    }

    /// <summary>The socket has something, or has failed.</summary>
    public void Readable()
    {
        int count;
        lock (_gate)
        {
            count = _isPending ? Receive(_destination.Span) : -Libc.TryAgain;
            if (count is -Libc.TryAgain or -Libc.Interrupted)
            {
                Await();
                return;
            }

            _isPending = false;
        }

        Complete(count);
    }

    /// <summary>Closes the socket; who reads is told.</summary>
    public void Disconnect()
    {
        bool wasPending;
        lock (_gate)
        {
            (wasPending, _isPending, _isClosed) = (_isPending, false, true);
            socket.Close();
        }

        if (wasPending)
        {
            Complete(-Libc.ConnectionAborted);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            int count = Receive(buffer.Span);
            if (count is not (-Libc.TryAgain or -Libc.Interrupted))
            {
                return count >= 0 ? new ValueTask<int>(count) : ValueTask.FromException<int>(Broken(count));
            }

            _reading.Reset();
            _reading.RunContinuationsAsynchronously = !_isSteady;
            _destination = buffer;
            _isPending = true;
            Await();
            return new ValueTask<int>(this, _reading.Version);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            if (_out.Length - _outEnd < buffer.Length)
            {
                Grow(buffer.Length);
            }

            buffer.CopyTo(_out.AsSpan(_outEnd));
            _outEnd += buffer.Length;
            if (!_isHeld)
            {
                Send();
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // What is written is on its way.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Nothing here waits on its thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _reading.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _reading.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reading.OnCompleted(continuation, state, token, flags);

    private static IOException Broken(int result) => new($"The connection is gone (error {-result}).");

    private void Complete(int count)
    {
        if (count >= 0)
        {
            _reading.SetResult(count);
        }
        else
        {
            _reading.SetException(Broken(count));
        }
    }

    private int Receive(Span<byte> destination)
    {
        int count = _isClosed || IsOverdrawn ? -Libc.ConnectionAborted : socket.Receive(destination);
        if (!_isSteady && count > 0)
        {
            _allowance -= count;
            count = IsOverdrawn ? -Libc.ConnectionAborted : count;
        }

        return count;
    }

    // An error is not looked at: whoever reads finds it behind what the other side has sent before.
    private bool Send()
    {
        while (_outStart < _outEnd && !_isClosed)
        {
            int count = socket.Send(_out.AsSpan(_outStart, _outEnd - _outStart));
            if (count < 0 && count != -Libc.Interrupted)
            {
                break;
            }

            _outStart += Math.Max(count, 0);
        }

        if (_outStart == _outEnd)
        {
            (_outStart, _outEnd) = (0, 0);
        }

        Await();
        return _outEnd == 0;
    }

    private void Grow(int more)
    {
        int length = _outEnd - _outStart;
        byte[] grown = length + more <= _out.Length ? _out : new byte[Math.Max(length + more, 2 * _out.Length)];
        _out.AsSpan(_outStart, length).CopyTo(grown);
        (_out, _outStart, _outEnd) = (grown, 0, length);
    }

    // In a handshake, once and only for what is waited for: nobody else takes the bytes away, and the poller would turn in vain.
    private void Await()
    {
        uint events = (_isSteady || _isPending ? Libc.Readable : 0) | (_outEnd > 0 || (_isSteady && _isForSending) ? Libc.Writable : 0);
        if (!_isClosed && (_isSteady ? events != _awaited : events != 0))
        {
            _awaited = _isSteady ? events : 0;
            socket.Await(_isSteady ? events : events | Libc.OneShot);
        }
    }
}
