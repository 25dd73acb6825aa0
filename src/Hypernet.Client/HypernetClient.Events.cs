using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    /// <summary>
    /// Follows the events from a position on and never ends by itself. A lost or silent connection is dialed again, and the stream
    /// resumes after the last event delivered: no hole, no duplicate. Blocks that the chain replaced come as <see cref="RevertedView"/>.
    /// </summary>
    /// <param name="query">Which events; null for all from the first.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The events, in the order of their positions.</returns>
    /// <exception cref="RequestRefusedException">The server refuses the query, or the position lies beyond its store (409).</exception>
    /// <exception cref="ApiException">No sign of life for longer than <see cref="HypernetClientOptions.Patience"/>, or an answer that is none.</exception>
    public async IAsyncEnumerable<StreamItem> EventsAsync(
        EventQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var subscription = new EventSubscription(query ?? new EventQuery(), ConnectAsync, _options, _time);
        while (true)
        {
            yield return await subscription.NextAsync(cancellationToken);
        }
    }

    private Task<EventConnection> ConnectAsync(EventQuery query, CancellationToken cancellationToken)
    {
        string path = new QueryText("v1/events")
            .Add("from", query.From.ToString(CultureInfo.InvariantCulture))
            .Add("filter", EventFilter.Format(query))
            .Add("horizon", query.Horizon == EventHorizon.Finalized ? "finalized" : null)
            .ToString();
        return ConnectAsync(path, cancellationToken);
    }

    private async Task<EventConnection> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, null, cancellationToken);
        try
        {
            await ThrowIfRefusedAsync(response, cancellationToken);
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new EventConnection(Server, response, body, _options, _time);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
