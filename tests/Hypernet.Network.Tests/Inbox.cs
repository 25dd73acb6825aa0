using System.Threading.Channels;

namespace Hypernet.Network.Tests;

/// <summary>What other threads have said, one after the other.</summary>
internal sealed class Inbox<T>
{
    private readonly Channel<T> _channel = Channel.CreateUnbounded<T>();

    public void Put(T item) => _channel.Writer.TryWrite(item);

    /// <summary>The next item, awaited for a bounded time.</summary>
    public async Task<T> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _channel.Reader.ReadAsync(patience.Token);
    }

    public bool TryNext(out T? item) => _channel.Reader.TryRead(out item);
}
