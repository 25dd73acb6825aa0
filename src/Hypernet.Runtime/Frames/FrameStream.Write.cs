using System.Net.Sockets;
using Hypernet.Runtime.Memory;

namespace Hypernet.Runtime.Frames;

/// <content>The runtime's frames, one after another, whoever sends them.</content>
internal sealed partial class FrameStream
{
    // A shorter value is sent in one piece with its head.
    private const int JoinedBytes = 64 << 10;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isWithin;

    /// <summary>Sends the first frame of the session, with a descriptor beside it if there is shared memory.</summary>
    public async Task WriteFirstAsync(byte[] frame, Arena? arena, CancellationToken cancellationToken)
    {
        if (arena is null)
        {
            await WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Nothing was sent before: there is room for a frame of a hundred bytes. A peer that has left is noticed by the next read.
        _ = Libc.Send(connection.SafeHandle.DangerousGetHandle(), frame, arena.Descriptor);
    }

    /// <summary>Sends a frame. A peer that has left is noticed by the next read.</summary>
    public Task WriteAsync(byte[] frame, CancellationToken cancellationToken) =>
        WithinAsync(limited => SendAsync(frame, default, () => { }, limited), "an answer was not taken", cancellationToken);

    /// <summary>Sends the answer to a call, in the peer's own time: it may compute meanwhile (docs/spec/runtime.md §5).</summary>
    /// <param name="head">The frame up to its value.</param>
    /// <param name="value">The rest of the frame.</param>
    /// <param name="begins">Called before the first byte is sent.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    public Task WriteResultAsync(byte[] head, ReadOnlyMemory<byte> value, Action begins, CancellationToken cancellationToken) =>
        value.Length <= JoinedBytes
            ? SendAsync(Joined(head, value.Span), default, begins, cancellationToken)
            : SendAsync(head, value, begins, cancellationToken);

    /// <summary>Sends the last frame, as far as the peer takes it at once.</summary>
    public async Task TryWriteLastAsync(byte[] frame)
    {
        // Within a frame that was broken off, the bytes of another one would be read as its payload.
        if (_isWithin)
        {
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            await SendAsync(frame, default, () => { }, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A peer with a full buffer does not read its end; closing tells it.
        }
    }

    private async Task<bool> SendAsync(
        ReadOnlyMemory<byte> frame, ReadOnlyMemory<byte> rest, Action begins, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            begins();
            _isWithin = true;
            await SendAllAsync(frame, cancellationToken).ConfigureAwait(false);
            await SendAllAsync(rest, cancellationToken).ConfigureAwait(false);
            _isWithin = false;
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static byte[] Joined(byte[] head, ReadOnlySpan<byte> value) => value.IsEmpty ? head : [.. head, .. value];

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await connection.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
