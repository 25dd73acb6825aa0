using System.Net.Sockets;

namespace Hypernet.Runtime.Frames;

/// <summary>Whole frames over a connection. A peer that left is a null; one that stalls within a frame is a fault.</summary>
internal sealed class FrameStream(NetworkStream connection, TimeSpan timeout, TimeProvider time)
{
    private bool _isWriting;

    /// <summary>Waits for a frame as long as it takes, and for its end at most the timeout.</summary>
    /// <returns>The frame, or null when the peer has left.</returns>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[FrameHeader.Bytes];
        int begun = await ReadSomeAsync(head, cancellationToken).ConfigureAwait(false);
        if (begun == 0)
        {
            return null;
        }

        return await WithinAsync(CompleteAsync, "a frame was begun and not completed", cancellationToken).ConfigureAwait(false);

        async Task<Frame?> CompleteAsync(CancellationToken limited)
        {
            if (!await FillAsync(head.AsMemory(begun), limited).ConfigureAwait(false))
            {
                return null;
            }

            var header = FrameHeader.Read(head);
            byte[] payload = new byte[header.Length];
            return await FillAsync(payload, limited).ConfigureAwait(false)
                ? new Frame(header.Kind, header.Request, payload)
                : null;
        }
    }

    /// <summary>Sends a frame. A peer that has left is noticed by the next read.</summary>
    public Task WriteAsync(byte[] frame, CancellationToken cancellationToken) =>
        WithinAsync(limited => SendAsync(frame, limited), "an answer was not taken", cancellationToken);

    /// <summary>Sends the last frame, as far as the peer takes it at once.</summary>
    public async Task TryWriteLastAsync(byte[] frame)
    {
        // Within a frame that was broken off, the bytes of another one would be read as its payload.
        if (_isWriting)
        {
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            await SendAsync(frame, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A peer with a full buffer does not read its end; closing tells it.
        }
    }

    private async Task<bool> SendAsync(byte[] frame, CancellationToken cancellationToken)
    {
        _isWriting = true;
        try
        {
            await connection.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            _isWriting = false;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int count = await ReadSomeAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }

    private async Task<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
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
