using System.Threading.Channels;

namespace Hypernet.Ethereum.Rpc;

/// <summary>What a node pushes, in the order it pushes it. One reader; disposing it tells the node to stop.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed class RpcSubscription<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly ChannelReader<T> _items;
    private readonly Func<ValueTask> _cancel;

    internal RpcSubscription(ChannelReader<T> items, Func<ValueTask> cancel) => (_items, _cancel) = (items, cancel);

    /// <summary>Reads until the subscription or the connection ends.</summary>
    /// <exception cref="RpcSubscriptionException">It ended other than by disposal, or the reader was too slow.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _items.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cancel();
}
