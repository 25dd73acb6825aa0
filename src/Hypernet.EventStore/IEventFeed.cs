namespace Hypernet.EventStore;

/// <summary>Tells readers of this process that there is something new, without polling.</summary>
public interface IEventFeed
{
    /// <summary>Waits until the ledger has grown beyond a position; returns at once when it already has.</summary>
    /// <param name="position">The last position that the reader knows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The position of the newest entry, greater than <paramref name="position"/>.</returns>
    ValueTask<long> WaitAsync(long position, CancellationToken cancellationToken = default);
}
