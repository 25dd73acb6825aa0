using Hypernet.Client;
using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Hypernet.Server.Paging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StakeQuery = Hypernet.Indexer.ReadModels.StakeQuery;

namespace Hypernet.Server.Reputation;

/// <summary>GET /v1/sellers/{address}/reputation, /v1/accounts/{address} and /v1/stakes.</summary>
internal static class ReputationApi
{
    internal static void MapReputation(this IEndpointRouteBuilder routes, IReputationReadModel reputation, ILedgerReadModel ledger, IEventReader reader)
    {
        routes.MapGet("/v1/sellers/{address}/reputation", (HttpContext context, string address, CancellationToken aborted)
            => FindAsync(context, address, reader, async account => ReputationViews.Of(await reputation.FindPeerAsync(account, aborted)), aborted));
        routes.MapGet("/v1/accounts/{address}", (HttpContext context, string address, CancellationToken aborted)
            => FindAsync(context, address, reader, account => AccountAsync(account, reputation, ledger, aborted), aborted));
        routes.MapGet("/v1/stakes", (HttpContext context, string? user, string? peer, string? after, string? limit, CancellationToken aborted)
            => ListAsync(context, user, peer, after, limit, reputation, reader, aborted));
    }

    private static async Task<AccountView> AccountAsync(
        Account account, IReputationReadModel reputation, ILedgerReadModel ledger, CancellationToken aborted)
    {
        LedgerAccount? free = await ledger.FindUserAsync(account, aborted);
        return new AccountView
        {
            Address = Accounts.Checksum(account),
            Free = Amounts.Text(new Amount((UInt128)(free?.Balance ?? Int128.Zero))),
            Buyer = ReputationViews.Of(await reputation.FindBuyerAsync(account, aborted)),
            Reputation = ReputationViews.Of(await reputation.FindPeerAsync(account, aborted)),
        };
    }

    // Of every account something is known: nothing is a zero, as the contract says it.
    private static async Task<Results<Ok<TView>, StatusCodeHttpResult, ProblemHttpResult>> FindAsync<TView>(
        HttpContext context, string address, IEventReader reader, Func<Account, Task<TView>> find, CancellationToken aborted)
    {
        if (!Accounts.TryRead(address, out Account? account, out string fault))
        {
            return Problems.BadRequest("No account's address", fault, "Name an account by its address.");
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        long position = await reader.GetPositionAsync(aborted);
        TView found = await find(account!.Value);
        Revision.Tell(context, position);
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<Page<StakeView>>, StatusCodeHttpResult, ProblemHttpResult>> ListAsync(
        HttpContext context, string? user, string? peer, string? after, string? limit, IReputationReadModel reputation, IEventReader reader, CancellationToken aborted)
    {
        if (!PageRequest.TryRead(after, limit, out PageRequest page, out string fault)
            || !Accounts.TryRead(user, out Account? ofUser, out fault)
            || !Accounts.TryRead(peer, out Account? behindPeer, out fault))
        {
            return Problems.BadRequest("The list's query is malformed", fault, "See docs: GET /v1/stakes?user=ADDRESS&peer=ADDRESS&after=KEY&limit=100.");
        }

        if (await Revision.IsUnchangedAsync(context, reader, aborted))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var query = new StakeQuery { User = ofUser, Peer = behindPeer, After = page.After, Limit = page.Limit };
        Listing<BackedStake> found = await reputation.ListStakesAsync(query, aborted);
        Revision.Tell(context, found.Position);
        return TypedResults.Ok(PageRequest.Answer(found, ReputationViews.Of));
    }
}
