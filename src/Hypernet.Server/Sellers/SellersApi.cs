using Hypernet.Client;
using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Hypernet.Server.Paging;
using Hypernet.Server.Reputation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hypernet.Server.Sellers;

/// <summary>GET /v1/sellers and /v1/sellers/{address}.</summary>
internal static class SellersApi
{
    internal static void MapSellers(this IEndpointRouteBuilder routes, ISellerReadModel sellers, IReputationReadModel reputation, IEventReader reader)
    {
        routes.MapGet("/v1/sellers", (HttpContext context, string? after, string? limit, CancellationToken aborted)
            => ListAsync(context, after, limit, sellers, reputation, reader, aborted));
        routes.MapGet("/v1/sellers/{address}", (HttpContext context, string address, CancellationToken aborted)
            => FindAsync(context, address, sellers, reputation, reader, aborted));
    }

    private static async Task<Results<Ok<Page<SellerView>>, StatusCodeHttpResult, ProblemHttpResult>> ListAsync(
        HttpContext context, string? after, string? limit, ISellerReadModel sellers, IReputationReadModel reputation, IEventReader reader, CancellationToken aborted)
    {
        if (!PageRequest.TryRead(after, limit, out PageRequest page, out string fault))
        {
            return Problems.BadRequest("The list's query is malformed", fault, "See docs: GET /v1/sellers?after=KEY&limit=100.");
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        Listing<SellerSummary> found = await sellers.ListAsync(page.After, page.Limit, aborted);
        var views = new List<SellerView>(found.Items.Count);
        foreach (SellerSummary seller in found.Items)
        {
            views.Add(View(seller, await reputation.FindPeerAsync(seller.Seller, aborted)));
        }

        Revision.Tell(context, found.Position);
        return TypedResults.Ok(PageRequest.Answer(new Listing<SellerView>(views, found.Next, found.Position), view => view));
    }

    private static async Task<Results<Ok<SellerView>, StatusCodeHttpResult, ProblemHttpResult>> FindAsync(
        HttpContext context, string address, ISellerReadModel sellers, IReputationReadModel reputation, IEventReader reader, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? seller, out string fault))
        {
            return Problems.BadRequest("No seller's address", fault, "Name a seller by its account.");
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        long position = await reader.GetPositionAsync(aborted);
        if (await sellers.FindAsync(seller!.Value, aborted) is not { } found)
        {
            return Problems.NotFound("No such seller", $"{Accounts.Checksum(seller.Value)} has never signed a job.", "Check the address.");
        }

        Revision.Tell(context, position);
        return TypedResults.Ok(View(found, await reputation.FindPeerAsync(found.Seller, aborted)));
    }

    private static SellerView View(SellerSummary seller, PeerStanding standing) => new()
    {
        Address = Accounts.Checksum(seller.Seller),
        Jobs = seller.Jobs,
        ActiveJobs = seller.ActiveJobs,
        CellsSettled = seller.SettledCells,
        CellsPaid = seller.PaidCells,
        Faults = seller.Faults.ToDictionary(fault => fault.Key.ToString(), fault => fault.Value),
        Paid = Amounts.Text(seller.Earned),
        Locked = Amounts.Text(seller.Outstanding),
        Released = Amounts.Text(seller.Released),
        Forfeited = Amounts.Text(seller.Forfeited),
        Reputation = ReputationViews.Of(standing),
    };
}
