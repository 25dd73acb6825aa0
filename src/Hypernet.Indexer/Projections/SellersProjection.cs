using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>
/// One document per seller. Collateral is counted from the ledger; honesty and earnings from the tenures of jobs whose
/// code is listed.
/// </summary>
internal sealed class SellersProjection : IProjection
{
    public string Name => Tables.Sellers.Name;

    public int Version => 1;

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        switch (fact.Event)
        {
            case MarketEvent.OfCollateral { Happened: CollateralEvent.Moved { Kind: Movement.Lock } locked }:
                await ChangeAsync(rows, locked.User, seller => seller with { Locked = seller.Locked + locked.Amount }, cancellationToken);
                break;
            case MarketEvent.OfCollateral { Happened: CollateralEvent.Moved { Kind: Movement.CollateralBack } back }:
                await ChangeAsync(rows, back.User, seller => seller with { Released = seller.Released + back.Amount }, cancellationToken);
                break;
            case MarketEvent.OfCollateral { Happened: CollateralEvent.Moved { Kind: Movement.Forfeit } forfeited }:
                await ChangeAsync(rows, forfeited.User, seller => seller with { Forfeited = seller.Forfeited + forfeited.Amount }, cancellationToken);
                break;
            case MarketEvent.OfJob when fact.Job is { } change:
                await ApplyAsync(change, rows, cancellationToken);
                break;
        }
    }

    private static async ValueTask ApplyAsync(JobChange change, RowBuffer rows, CancellationToken cancellationToken)
    {
        var (before, after) = (change.Before?.State, change.After.State);
        if (before is null || (ReferenceEquals(before.Tenures, after.Tenures) && before.HasEnded == after.HasEnded))
        {
            return;
        }

        var job = await rows.FindAsync(Tables.Jobs, after.Job.ToString(), cancellationToken);
        if (job is not { IsListed: true })
        {
            return;
        }

        if (!ReferenceEquals(before.FormerSellers, after.FormerSellers))
        {
            // Whoever leaves a slot before the start has no part in the job.
            await ChangeAsync(
                rows, after.FormerSellers[^1].Seller, seller => seller with { Jobs = seller.Jobs - 1, ActiveJobs = seller.ActiveJobs - 1 }, cancellationToken);
        }

        for (int id = 0; id < after.Tenures.Count; id++)
        {
            var now = after.Tenures[id];
            var was = id < before.Tenures.Count && before.Tenures[id].Seller == now.Seller ? before.Tenures[id] : before.TenureOf(now.Seller);
            if (!ReferenceEquals(was, now) || before.HasEnded != after.HasEnded)
            {
                int ended = Active(after, now) - Active(before, was);
                await ChangeAsync(rows, now.Seller, seller => Count(seller, was, now, ended), cancellationToken);
            }
        }
    }

    private static int Active(JobState job, Tenure? tenure) => !job.HasEnded && tenure is { LastCheckpoint: null } ? 1 : 0;

    private static SellerSummary Count(SellerSummary seller, Tenure? was, Tenure now, int active) => seller with
    {
        Jobs = seller.Jobs + (was is null ? 1 : 0),
        ActiveJobs = seller.ActiveJobs + active,
        SettledCells = seller.SettledCells + now.SettledCells - (was?.SettledCells ?? 0),
        PaidCells = seller.PaidCells + now.PaidCells - (was?.PaidCells ?? 0),
        Earned = seller.Earned + now.Earned - (was?.Earned ?? Amount.Zero),
        Faults = was is { Verdict: Verdict.Undecided } && now.Verdict != Verdict.Undecided
            ? new SortedDictionary<Verdict, int>(new Dictionary<Verdict, int>(seller.Faults))
            {
                [now.Verdict] = seller.Faults.GetValueOrDefault(now.Verdict) + 1,
            }
            : seller.Faults,
    };

    private static async ValueTask ChangeAsync(
        RowBuffer rows, Account account, Func<SellerSummary, SellerSummary> change, CancellationToken cancellationToken)
    {
        string key = account.ToString();
        var before = await rows.FindAsync(Tables.Sellers, key, cancellationToken) ?? new SellerSummary { Seller = account };
        rows.Put(Tables.Sellers, key, change(before));
    }
}
