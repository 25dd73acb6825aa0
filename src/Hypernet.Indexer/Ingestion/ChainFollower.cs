using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.Indexer.Projections;

namespace Hypernet.Indexer.Ingestion;

/// <summary>
/// Brings the store to where the chain is: final blocks in ranges, the others one by one, each linked to its parent.
/// Whatever the chain did meanwhile, the store ends on the chain's branch, or stays where it was.
/// </summary>
internal sealed class ChainFollower(IEventStore store, ChainReader chain, LedgerWriter writer, Projector projector, IndexerOptions options)
{
    // Blocks of one transaction: readers get news in between, and memory stays bounded.
    private const int LiveBlocks = 256;
    private readonly RangeSize _range = new(options.LongestRange);

    /// <summary>Looks at the chain once and takes the next step towards its head.</summary>
    public async Task<Advance> AdvanceAsync(CancellationToken cancellationToken)
    {
        var head = await chain.ReadHeadAsync(cancellationToken);
        long headNumber = (long)head.Number;
        var tip = await store.FindCanonicalAsync(long.MaxValue, cancellationToken);
        if (await IsNothingNewAsync(head, tip, cancellationToken))
        {
            return new Advance(headNumber, IsCaughtUp: true, HasWritten: false);
        }

        var ancestor = await FindAncestorAsync(head, tip, cancellationToken);
        long from = (ancestor?.Block.Number ?? ((long)options.Deployment.Block - 1)) + 1;
        long final = await FindFinalAsync(headNumber, cancellationToken);
        try
        {
            return from <= final
                ? await BackfillAsync(ancestor, from, final, headNumber, cancellationToken)
                : await FollowAsync(ancestor, from, final, head, cancellationToken);
        }
        catch
        {
            projector.Forget();
            throw;
        }
    }

    // A head that only goes back is a lagging node: it has, where it ends, the block that the store has there.
    private async ValueTask<bool> IsNothingNewAsync(BlockHeader head, BlockRecord? tip, CancellationToken cancellationToken)
    {
        long number = (long)head.Number;
        if (tip is null || number > tip.Block.Number)
        {
            return number < (long)options.Deployment.Block;
        }

        var stored = await store.FindCanonicalAsync(number, cancellationToken);
        return stored is null || stored.Block.Number < number || stored.Block.Hash == head.Hash.ToLedger();
    }

    // The newest stored block that is still on the chain; null when there is none.
    private async ValueTask<BlockRecord?> FindAncestorAsync(BlockHeader head, BlockRecord? tip, CancellationToken cancellationToken)
    {
        if (tip is not null && head.ParentHash.ToLedger() == tip.Block.Hash)
        {
            return tip;
        }

        await chain.VerifyAsync(cancellationToken);
        var block = tip;
        while (block is not null
            && (block.Block.Number > (long)head.Number || await chain.ReadHashAsync(block.Block.Number, cancellationToken) != block.Block.Hash))
        {
            block = await store.FindCanonicalAsync(block.Block.Number - 1, cancellationToken);
        }

        return block;
    }

    private async ValueTask<long> FindFinalAsync(long head, CancellationToken cancellationToken) =>
        await chain.ReadFinalizedAsync(cancellationToken) is { } final
            ? Math.Min((long)final.Number, head)
            : head - options.FinalityDepth;

    private async Task<Advance> BackfillAsync(BlockRecord? ancestor, long from, long final, long head, CancellationToken cancellationToken)
    {
        long to = Math.Min(final, from + _range.Blocks - 1);
        var blocks = await ReadRangeAsync(from, to, cancellationToken);

        await using var transaction = await store.BeginAsync(Durability.Relaxed, cancellationToken);
        var (depth, isBelowFinality) = await writer.RevertAsync(transaction, ancestor?.Block, cancellationToken);
        await transaction.FinalizeAsync(from - 1, cancellationToken);
        await writer.ApplyAsync(transaction, blocks, BlockState.Final, cancellationToken);
        await transaction.FinalizeAsync(to, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Advance(head, to == head, HasWritten: true, depth, isBelowFinality);
    }

    private async Task<IReadOnlyList<ChainBlock>> ReadRangeAsync(long from, long to, CancellationToken cancellationToken)
    {
        try
        {
            var blocks = await chain.ReadRangeAsync(from, to, cancellationToken);
            _range.Succeed(blocks.Sum(block => block.Logs.Count));
            return blocks;
        }
        catch (EthereumException)
        {
            // Too many blocks, logs or bytes for this node, in its own words: the next attempt asks for half.
            _range.Fail();
            throw;
        }
    }

    private async Task<Advance> FollowAsync(BlockRecord? ancestor, long from, long final, BlockHeader head, CancellationToken cancellationToken)
    {
        long to = Math.Min((long)head.Number, from + LiveBlocks - 1);
        var blocks = await chain.ReadChainAsync(from, to, cancellationToken);
        if (ancestor is not null && blocks.Count > 0 && blocks[0].Block.Parent != ancestor.Block.Hash)
        {
            throw new InconsistentNodeException($"its block {from} does not follow its block {from - 1}");
        }

        bool isCaughtUp = to == (long)head.Number;
        if (isCaughtUp && blocks.Count > 0 && blocks[^1].Block.Hash != head.Hash.ToLedger())
        {
            throw new InconsistentNodeException($"its block {to} is not its newest block");
        }

        await using var transaction = await store.BeginAsync(Durability.Full, cancellationToken);
        var (depth, isBelowFinality) = await writer.RevertAsync(transaction, ancestor?.Block, cancellationToken);
        await writer.ApplyAsync(transaction, blocks, BlockState.Canonical, cancellationToken);
        await transaction.FinalizeAsync(final, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Advance((long)head.Number, isCaughtUp, HasWritten: true, depth, isBelowFinality);
    }
}
