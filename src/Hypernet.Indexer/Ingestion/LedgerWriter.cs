using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.Ingestion;

/// <summary>Writes blocks with the logs that count, and lets the projections follow, in one transaction.</summary>
internal sealed class LedgerWriter(MarketLogs logs, Projector projector)
{
    /// <summary>Reverts to an ancestor; null reverts everything.</summary>
    /// <returns>How many blocks were reverted, and whether final ones were among them.</returns>
    public async ValueTask<(int Depth, bool IsBelowFinality)> RevertAsync(
        IEventTransaction transaction, Block? ancestor, CancellationToken cancellationToken)
    {
        int depth = 0;
        bool isBelowFinality = false;
        while (await transaction.FindTipAsync(cancellationToken) is { } tip && tip.Block.Number > (ancestor?.Number ?? -1))
        {
            await transaction.RevertAsync(cancellationToken);
            isBelowFinality |= tip.State == BlockState.Final;
            depth++;
        }

        if (isBelowFinality)
        {
            await projector.RebuildAsync(transaction, cancellationToken);
        }

        projector.Forget();
        return (depth, isBelowFinality);
    }

    /// <summary>Applies blocks, the oldest first.</summary>
    public async ValueTask ApplyAsync(
        IEventTransaction transaction, IReadOnlyList<ChainBlock> blocks, BlockState state, CancellationToken cancellationToken)
    {
        var rows = new RowBuffer(transaction);
        foreach (var block in blocks)
        {
            if (await transaction.ApplyAsync(block.Block, state, cancellationToken))
            {
                foreach (var log in block.Logs)
                {
                    await ApplyAsync(transaction, block.Block, log, rows, cancellationToken);
                }

                // Rows of a block that can be reverted are put as its own, so that they can be undone with it.
                if (state == BlockState.Canonical)
                {
                    await rows.FlushAsync(cancellationToken);
                }
            }
        }

        await rows.FlushAsync(cancellationToken);
    }

    private async ValueTask ApplyAsync(
        IEventTransaction transaction, Block block, ChainLog log, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (await logs.ReadAsync(log, rows, cancellationToken) is not { } happened)
        {
            return;
        }

        long position = await transaction.AppendAsync(log, logs.StreamOf(log, happened), ExpectedVersion.Any, cancellationToken);
        foreach (var seller in SellersOf(happened))
        {
            await transaction.LinkAsync(StreamName.Of("seller", seller.ToLedger()), ExpectedVersion.Any, cancellationToken);
        }

        if (happened is MarketEvent.OfJob { Happened: JobEvent.JobPlaced placed })
        {
            await transaction.DiscoverAsync(placed.Job.ToLedger(), cancellationToken);
        }

        await projector.ApplyAsync(new Entry.Log(position, block, log), happened, transaction, rows, cancellationToken);
    }

    private static IEnumerable<Account> SellersOf(MarketEvent happened) => happened is not MarketEvent.OfJob { Happened: var of } ? [] : of switch
    {
        JobEvent.SellerSigned signed => [signed.Seller],
        JobEvent.SellerUnsigned unsigned => [unsigned.Seller],
        JobEvent.SellerUnderbid underbid => [underbid.Seller, underbid.Displaced],
        JobEvent.AskLowered lowered => [lowered.Seller],
        JobEvent.SellerApplied applied => [applied.Seller],
        JobEvent.ApplicationWithdrawn withdrawn => [withdrawn.Seller],
        JobEvent.SellerSeated seated => [seated.Seller],
        JobEvent.SellerFaulted faulted => [faulted.Seller],
        JobEvent.SellerExpelled expelled => [expelled.Seller],
        JobEvent.SellerResigned resigned => [resigned.Seller],
        JobEvent.SellerEquivocated found => [found.Seller],
        JobEvent.SellerPaid paid => [paid.Seller],
        _ => [],
    };
}
