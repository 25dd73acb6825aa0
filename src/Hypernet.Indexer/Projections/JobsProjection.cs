using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>One document per job, as lists show it.</summary>
internal sealed class JobsProjection(Account genesis) : IProjection
{
    public string Name => Tables.Jobs.Name;

    public int Version => 2;

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Job is not { Before: null or { Fault: null } } change)
        {
            return;
        }

        var state = change.After.State;
        string key = state.Job.ToString();
        var summary = await rows.FindAsync(Tables.Jobs, key, cancellationToken) ?? await PlaceAsync(fact, state, rows, cancellationToken);
        rows.Put(Tables.Jobs, key, summary with
        {
            Terms = state.Terms with { UnitPrice = state.UnitPrice, AuctionEnd = state.AuctionEnd },
            Status = state.Status,
            AbortReason = state.AbortReason,
            AnnouncedAt = state.AnnouncedAt,
            IsTerminated = state.IsTerminated,

            // Before the start slots change hands; later tenures are only added.
            Sellers = state.Checkpoint > 0 && summary.Sellers.Count == state.Tenures.Count ? summary.Sellers : [.. state.Tenures.Select(tenure => tenure.Seller)],
            Seated = state.HasEnded ? 0 : state.Tenures.Count(tenure => tenure.LastCheckpoint is null),
            Checkpoint = state.Checkpoint,
            SettledCells = state.PaidCells,
            Fault = change.After.Fault,
            LastBlock = fact.Block,
            LastOrder = Tables.OrderOf(fact.Block, fact.Log),
        });
    }

    private async ValueTask<JobSummary> PlaceAsync(Fact fact, JobState state, RowBuffer rows, CancellationToken cancellationToken)
    {
        var placed = state.Placed;
        bool isListed = await rows.FindAsync(Tables.Implementations, placed.Implementation.ToString(), cancellationToken) is { } spokenOf
            ? spokenOf.IsListed
            : placed.Implementation == genesis;
        return new JobSummary
        {
            Job = placed.Job,
            Buyer = placed.Buyer,
            Implementation = placed.Implementation,
            IsListed = isListed,
            Terms = placed.Terms,
            Libraries = [.. placed.Libraries],
            ManifestUri = placed.ManifestUri,
            Placed = fact.Block,
            Order = Tables.OrderOf(fact.Block, fact.Log),
            Status = state.Status,
            AbortReason = state.AbortReason,
            Sellers = [],
            Seated = 0,
            Checkpoint = 0,
            SettledCells = 0,
            LastBlock = fact.Block,
            LastOrder = 0,
        };
    }
}
