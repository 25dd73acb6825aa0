using System.Net.Sockets;

namespace Hypernet.Runtime.Frames;

/// <summary>Whole frames over a connection. A peer that left is a null; one that stalls within a frame is a fault.</summary>
internal sealed partial class FrameStream(Socket connection, TimeSpan timeout, TimeProvider time) : IDisposable
{
    // Most frames are shorter, and then taken with one call of the system.
    private readonly byte[] _buffer = new byte[4096];
    private int _begin;
    private int _end;

    /// <summary>What the session has: other frames are of unknown kinds.</summary>
    public Features Features { get; set; }

    private int Buffered => _end - _begin;

    /// <summary>Waits for a frame as long as it takes, and for its end at most the timeout. Called by one reader.</summary>
    /// <returns>The frame, or null when the peer has left.</returns>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Buffered == 0 && !await BufferAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        if (Buffered >= FrameHeader.Bytes)
        {
            var header = FrameHeader.Read(_buffer.AsSpan(_begin), Features);
            if (Buffered >= FrameHeader.Bytes + header.Length)
            {
                Take(FrameHeader.Bytes);
                return new Frame(header.Kind, header.Request, Take(header.Length).ToArray());
            }
        }

        return await WithinAsync(CompleteAsync, "a frame was begun and not completed", cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Frame?> CompleteAsync(CancellationToken limited)
    {
        while (Buffered < FrameHeader.Bytes)
        {
            if (!await BufferAsync(limited).ConfigureAwait(false))
            {
                return null;
            }
        }

        var header = FrameHeader.Read(Take(FrameHeader.Bytes), Features);
        byte[] payload = GC.AllocateUninitializedArray<byte>(header.Length);
        int have = Math.Min(Buffered, payload.Length);
        Take(have).CopyTo(payload);
        while (have < payload.Length)
        {
            int count = await ReadSomeAsync(payload.AsMemory(have), limited).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            have += count;
        }

        return new Frame(header.Kind, header.Request, payload);
    }

    private Span<byte> Take(int count)
    {
        var taken = _buffer.AsSpan(_begin, count);
        _begin += count;
        return taken;
    }

    private async Task<bool> BufferAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_begin, Buffered).CopyTo(_buffer);
        (_begin, _end) = (0, Buffered);
        int count = await ReadSomeAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // A killed peer resets the connection where one that closes ends it: it has left either way.
            return 0;
        }
    }

    private async Task<T> WithinAsync<T>(
        Func<CancellationToken, Task<T>> step, string stalled, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FrameException(SessionFault.SlowFrame, $"{stalled} within {timeout.TotalSeconds} s");
        }
    }
}
