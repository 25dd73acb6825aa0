using Hypernet.Client;
using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Hypernet.Server.Events;
using Hypernet.Server.Paging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using JobQuery = Hypernet.Indexer.ReadModels.JobQuery;

namespace Hypernet.Server.Jobs;

/// <summary>GET /v1/jobs, /v1/jobs/{address} and /v1/jobs/{address}/events.</summary>
internal static class JobsApi
{
    internal static void MapJobs(this IEndpointRouteBuilder routes, IJobReadModel jobs, IEventReader reader, EventPresenter presenter)
    {
        routes.MapGet("/v1/jobs", (HttpContext context, string? state, string? buyer, string? seller, string? after, string? limit, CancellationToken aborted)
            => ListAsync(context, state, buyer, seller, after, limit, jobs, reader, aborted));
        routes.MapGet("/v1/jobs/{address}", (HttpContext context, string address, CancellationToken aborted)
            => FindAsync(context, address, jobs, reader, aborted));
        routes.MapGet("/v1/jobs/{address}/events", (HttpContext context, string address, string? after, string? limit, CancellationToken aborted)
            => ListEventsAsync(context, address, after, limit, jobs, reader, presenter, aborted));
    }

    internal static ProblemHttpResult NoAddress(string fault) => Problems.BadRequest("No job's address", fault, "Name a job by the address of its contract.");

    internal static ProblemHttpResult NoSuchJob(Account job) => Problems.NotFound(
        "No such job", $"The market's factory has announced no job at {Accounts.Checksum(job)}.", "Check the address; a job just placed is known once its block is indexed: see /status.");

    private static async Task<Results<Ok<Page<JobView>>, StatusCodeHttpResult, ProblemHttpResult>> ListAsync(
        HttpContext context, string? state, string? buyer, string? seller, string? after, string? limit,
        IJobReadModel jobs, IEventReader reader, CancellationToken aborted)
    {
        if (!PageRequest.TryRead(after, limit, out PageRequest page, out string fault)
            || !TryReadStatus(state, out JobStatus? status, out fault)
            || !Accounts.TryRead(buyer, out Account? buyerAccount, out fault)
            || !Accounts.TryRead(seller, out Account? sellerAccount, out fault))
        {
            return Problems.BadRequest("The list's query is malformed", fault, "See docs: GET /v1/jobs?state=Open&buyer=ADDRESS&seller=ADDRESS&after=KEY&limit=100.");
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var query = new JobQuery { Status = status, Buyer = buyerAccount, Seller = sellerAccount, After = page.After, Limit = page.Limit };
        Listing<JobSummary> found = await jobs.ListAsync(query, aborted);
        Revision.Tell(context, found.Position);
        return TypedResults.Ok(PageRequest.Answer(found, JobViews.Of));
    }

    private static async Task<Results<Ok<JobDetails>, StatusCodeHttpResult, ProblemHttpResult>> FindAsync(
        HttpContext context, string address, IJobReadModel jobs, IEventReader reader, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? job, out string fault))
        {
            return NoAddress(fault);
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        long position = await reader.GetPositionAsync(aborted);
        if (await jobs.FindHistoryAsync(job!.Value, aborted) is not { } history)
        {
            return NoSuchJob(job.Value);
        }

        Revision.Tell(context, position);
        return TypedResults.Ok(JobViews.Of(history));
    }

    private static async Task<Results<Ok<Page<EventView>>, ProblemHttpResult>> ListEventsAsync(
        HttpContext context, string address, string? after, string? limit,
        IJobReadModel jobs, IEventReader reader, EventPresenter presenter, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? job, out string fault) || !PageRequest.TryRead(after, limit, out PageRequest page, out fault))
        {
            return Problems.BadRequest("The list's query is malformed", fault, "See docs: GET /v1/jobs/ADDRESS/events?after=KEY&limit=100.");
        }

        if (await jobs.FindAsync(job!.Value, aborted) is null)
        {
            return NoSuchJob(job.Value);
        }

        long position = await reader.GetPositionAsync(aborted);
        var stream = StreamName.Of("job", ContractAddress.Parse(job.Value.ToString()));
        IReadOnlyList<StreamEvent> found = await reader.ReadStreamAsync(stream, page.After?.Order ?? 0, page.Limit, aborted);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok(new Page<EventView>
        {
            Items = [.. found.Select(happened => presenter.Present(happened.Entry))],
            Next = found.Count < page.Limit ? null : PageRequest.Format(new RowCursor(found[^1].Version, string.Empty)),
            Position = position,
        });
    }

    private static bool TryReadStatus(string? text, out JobStatus? status, out string fault)
    {
        bool isKnown = Enum.TryParse(text, ignoreCase: true, out JobStatus known) && Enum.IsDefined(known) && !char.IsAsciiDigit(text![0]);
        status = isKnown ? known : null;
        fault = text is null || isKnown ? string.Empty : $"'{Problems.Shorten(text)}' is no state: {string.Join(", ", Enum.GetNames<JobStatus>())} are.";
        return fault.Length == 0;
    }
}
