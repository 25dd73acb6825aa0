namespace Hypernet.Client;

/// <summary>A stream of events over as many connections as it takes.</summary>
internal sealed class EventSubscription(
    EventQuery query,
    Func<EventQuery, CancellationToken, Task<EventConnection>> connect,
    HypernetClientOptions options,
    TimeProvider time) : IAsyncDisposable
{
    private readonly Patience _patience = new(options, time);
    private EventQuery _query = query;
    private EventConnection? _connection;

    internal async Task<StreamItem> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _connection ??= await connect(_query, cancellationToken);
                StreamItem next = await _connection.ReadAsync(cancellationToken);
                _query = _query with { From = next.Position };
                _patience.Renew();
                return next;
            }
            catch (ApiException fault)
            {
                await DropAsync();
                await _patience.WaitAsync(fault, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    // Also what the filter kept back is behind us: the cursor of a quiet stream moves with the heartbeats.
    private async ValueTask DropAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        _query = _query with { From = Math.Max(_query.From, connection.Cursor) };
        if (connection.HasDelivered)
        {
            _patience.Renew();
        }

        await connection.DisposeAsync();
    }
}
