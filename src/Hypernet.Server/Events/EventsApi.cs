using System.Globalization;
using System.Net;
using Hypernet.Client;
using Hypernet.Ethereum;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Hypernet.Server.Jobs;
using Hypernet.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hypernet.Server.Events;

/// <summary>GET /v1/events: the ledger, or a topic beside it, as server-sent events.</summary>
internal static class EventsApi
{
    internal static void MapEvents(this IEndpointRouteBuilder routes, EventSource source, TelemetrySource telemetry, StreamSlots slots, CancellationToken stopping)
        => routes.MapGet("/v1/events", async (HttpContext context, string? from, string? filter, string? horizon, string? topic)
            => topic is null
                ? await StreamAsync(context, from, filter, horizon, source, slots, stopping)
                : await StreamAsync(context, topic, telemetry, slots, stopping));

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> StreamAsync(
        HttpContext context, string? from, string? filter, string? horizon, EventSource source, StreamSlots slots, CancellationToken stopping)
    {
        // A browser's EventSource repeats its address with the first position, and says in the header how far it has come.
        string? lastSeen = context.Request.Headers["Last-Event-ID"];
        string start = string.IsNullOrEmpty(lastSeen) ? from ?? "0" : lastSeen;
        if (!TryReadQuery(start, filter, horizon, out EventQuery query, out string fault))
        {
            return Problems.BadRequest("The stream's query is malformed", fault, "See docs: GET /v1/events?from=POSITION&filter=job:ADDRESS,name:EVENT&horizon=latest|finalized.");
        }

        long position = await source.Reader.GetPositionAsync(context.RequestAborted);
        if (query.From > position)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, "The position lies ahead", $"Position {query.From} was asked for; this server's store ends at {position}.",
                "The store was built anew: undo what you have and start again from 0.");
        }

        using var stream = new EventStream(source, query, context.Response.BodyWriter);
        return await StreamAsync(context, stream.WriteAsync, slots, stopping);
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> StreamAsync(
        HttpContext context, string topic, TelemetrySource source, StreamSlots slots, CancellationToken stopping)
    {
        const string Prefix = $"{TelemetryView.EventName}:";
        Account? job = null;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || !Accounts.TryRead(topic[Prefix.Length..], out job, out _))
        {
            return Problems.BadRequest("No such topic", $"'{Problems.Shorten(topic)}' is no topic.", "See docs: GET /v1/events?topic=telemetry:ADDRESS.");
        }

        if (await source.Rosters.FindAsync(job!.Value, context.RequestAborted) is null)
        {
            return JobsApi.NoSuchJob(job.Value);
        }

        using var stream = new TelemetryStream(source, job.Value, context.Response.BodyWriter);
        return await StreamAsync(context, stream.WriteAsync, slots, stopping);
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> StreamAsync(
        HttpContext context, Func<CancellationToken, Task> writeAsync, StreamSlots slots, CancellationToken stopping)
    {
        using IDisposable? slot = slots.TryTake(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (slot is null)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problems.Of(
                StatusCodes.Status429TooManyRequests, "Too many streams", "No further stream of events is open to this client now.",
                "Close one: a single stream carries all events.");
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await writeAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The reader went away, or the server stops: how every stream ends.
        }

        return TypedResults.Empty;
    }

    private static bool TryReadQuery(string start, string? filter, string? horizon, out EventQuery query, out string fault)
    {
        query = new EventQuery();
        fault = string.Empty;
        if (!long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long position))
        {
            fault = $"'{Problems.Shorten(start)}' is no position.";
        }
        else if (horizon is not (null or "latest" or "finalized"))
        {
            fault = $"'{Problems.Shorten(horizon)}' is no horizon.";
        }
        else if (!EventFilter.TryParse(filter, out query, out fault))
        {
            fault = Problems.Shorten(fault);
        }
        else if (query.Job is not null && !Address.TryParse(query.Job, out _))
        {
            fault = $"'{Problems.Shorten(query.Job)}' is no address.";
        }

        query = query with
        {
            From = position,
            Job = query.Job is { } job && Address.TryParse(job, out Address address) ? address.ToString() : null,
            Horizon = horizon == "finalized" ? EventHorizon.Finalized : EventHorizon.Latest,
        };
        return fault.Length == 0;
    }
}
