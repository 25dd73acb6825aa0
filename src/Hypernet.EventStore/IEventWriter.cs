namespace Hypernet.EventStore;

/// <summary>The one writer of a store.</summary>
public interface IEventWriter
{
    /// <summary>Begins a transaction; waits for the one before it to end.</summary>
    /// <exception cref="StoreBusyException">Another process keeps the store locked.</exception>
    ValueTask<IEventTransaction> BeginAsync(Durability durability, CancellationToken cancellationToken = default);
}
