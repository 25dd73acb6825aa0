using System.Globalization;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Hypernet.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hypernet.Server.Telemetry;

/// <summary>POST and GET /v1/jobs/{address}/telemetry.</summary>
internal static class TelemetryApi
{
    internal static void MapTelemetry(this IEndpointRouteBuilder routes, TelemetrySource source, TelemetryGate gate)
    {
        routes.MapPost("/v1/jobs/{address}/telemetry", (HttpContext context, string address, CancellationToken aborted)
            => PostAsync(context, address, source, gate, aborted));
        routes.MapGet("/v1/jobs/{address}/telemetry", (HttpContext context, string address, string? partition, CancellationToken aborted)
            => FindAsync(context, address, partition, source, aborted));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PostAsync(
        HttpContext context, string address, TelemetrySource source, TelemetryGate gate, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? job, out string fault))
        {
            return JobsApi.NoAddress(fault);
        }

        if (await ReadAsync(context.Request, aborted) is not { } body)
        {
            return Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "The report is too large", $"It has more than {TelemetryReport.MaxBytes} bytes.", "Send fewer rows and a shorter tail.");
        }

        if (await source.Rosters.FindAsync(job!.Value, aborted) is not { } roster)
        {
            return JobsApi.NoSuchJob(job.Value);
        }

        if (gate.Admit(roster, body, context.Request.Headers[TelemetryReport.SignatureHeader], out TelemetryReport report, out Tenure tenure) is { } refusal)
        {
            return refusal;
        }

        AddEnd end = source.Board.Add(roster.Job, tenure.Id, roster.PartitionOf(report.Rank), report, body.Length, out TimeSpan wait);
        if (end == AddEnd.TooFast)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return end switch
        {
            AddEnd.Added => TypedResults.NoContent(),
            AddEnd.Stale => Problems.Of(
                StatusCodes.Status409Conflict, "A later report has come before", $"Rank {report.Rank} has reported with sequence {report.Sequence} or a greater one.", "Give each report a greater sequence than the last."),
            AddEnd.TooFast => Problems.Of(
                StatusCodes.Status429TooManyRequests, "Too many reports", $"Rank {report.Rank} sends more than {TelemetryReport.BytesPerSecond} bytes a second.", "Send less often; the newest report is all that counts."),
            _ => throw new ArgumentOutOfRangeException(nameof(source), end, "The end of a report is not known."),
        };
    }

    private static async Task<Results<Ok<TelemetryView>, ProblemHttpResult>> FindAsync(
        HttpContext context, string address, string? partition, TelemetrySource source, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? job, out string fault))
        {
            return JobsApi.NoAddress(fault);
        }

        if (await source.Rosters.FindAsync(job!.Value, aborted) is not { } roster)
        {
            return JobsApi.NoSuchJob(job.Value);
        }

        int? only = int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        if (partition is not null && (only is null || only >= roster.Terms.Groups))
        {
            return Problems.BadRequest("No partition's number", $"'{Problems.Shorten(partition)}' is not from 0 to {roster.Terms.Groups - 1}.", "Name a partition of the job, or none.");
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(TelemetryViews.Of(roster, source.Board, source.Time.GetUtcNow(), withRanks: true, only));
    }

    // One byte more than allowed tells a body that is too long from one that is not, whatever its headers say.
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken aborted)
    {
        var body = new byte[TelemetryReport.MaxBytes + 1];
        int count = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, aborted);
        return count < body.Length ? body[..count] : null;
    }
}
