using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;

namespace Hypernet.Indexer.Ingestion;

/// <summary>
/// Asks one of several nodes, and checks that what it answers belongs together. After a fault the next node is asked,
/// and first whether it follows the right chain.
/// </summary>
internal sealed class ChainReader(IReadOnlyList<JsonRpcClient> nodes, ChainIdentity chain, IReadOnlyList<Hash32> signatures)
{
    private readonly EventBloom _bloom = new(signatures);
    private int _current;
    private bool _isVerified;

    private JsonRpcClient Node => nodes[_current];

    /// <summary>Turns to the next node.</summary>
    public void Leave()
    {
        _current = (_current + 1) % nodes.Count;
        _isVerified = false;
    }

    /// <summary>Checks that the node follows the right chain, as it did before: a local chain may have been started anew.</summary>
    /// <exception cref="WrongNodeException">It does not.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var found = await IdentifyAsync(Node, cancellationToken);
        _isVerified = found == chain ? true : throw new WrongNodeException(chain, found);
    }

    /// <summary>The newest block.</summary>
    public async Task<BlockHeader> ReadHeadAsync(CancellationToken cancellationToken)
    {
        if (!_isVerified)
        {
            await VerifyAsync(cancellationToken);
        }

        return await Node.GetBlockAsync(BlockParameter.Latest, cancellationToken)
            ?? throw new InconsistentNodeException("it has no newest block");
    }

    /// <summary>The newest block that is final, or null where the chain does not say.</summary>
    public Task<BlockHeader?> ReadFinalizedAsync(CancellationToken cancellationToken) => Node.GetFinalizedBlockAsync(cancellationToken);

    /// <summary>The hash of the block at a height that is not above the head.</summary>
    public async Task<Word> ReadHashAsync(long number, CancellationToken cancellationToken) =>
        (await ReadHeadersAsync([number], cancellationToken))[0].Hash.ToLedger();

    /// <summary>Blocks of a range, each the parent of the next, with their logs.</summary>
    public async Task<IReadOnlyList<ChainBlock>> ReadChainAsync(long from, long to, CancellationToken cancellationToken)
    {
        var headers = await ReadHeadersAsync([.. Numbers(from, to)], cancellationToken);
        for (int index = 1; index < headers.Count; index++)
        {
            if (headers[index].ParentHash != headers[index - 1].Hash)
            {
                throw new InconsistentNodeException($"its blocks {headers[index - 1].Number} and {headers[index].Number} do not follow each other");
            }
        }

        var asked = headers.Where(header => _bloom.MayContain(header.LogsBloom)).ToList();
        var answers = await Node.SendBatchAsync([.. asked.Select(header => EthRequests.Logs(Filter(header.Hash)))], cancellationToken);
        var logs = new Dictionary<Hash32, FilterLog[]>();
        foreach (var (header, answer) in asked.Zip(answers))
        {
            logs.Add(header.Hash, answer.Length > 0 ? answer : await AskAgainAsync(header, cancellationToken));
        }

        return [.. headers.Select(header => Join(header, logs.GetValueOrDefault(header.Hash, [])))];
    }

    /// <summary>The blocks of a final range that hold logs, and its last block.</summary>
    public async Task<IReadOnlyList<ChainBlock>> ReadRangeAsync(long from, long to, CancellationToken cancellationToken)
    {
        var logs = await Node.GetLogsAsync(
            new LogFilter
            {
                FromBlock = BlockParameter.AtNumber((ulong)from),
                ToBlock = BlockParameter.AtNumber((ulong)to),
                Topics = [signatures],
            },
            cancellationToken);
        var byBlock = logs.ToLookup(log => log.BlockNumber);
        if (logs.Any(log => log.BlockNumber < (ulong)from || log.BlockNumber > (ulong)to))
        {
            throw new InconsistentNodeException($"it gave logs of other blocks than {from} to {to}");
        }

        var headers = await ReadHeadersAsync([.. byBlock.Select(group => (long)group.Key).Append(to).Distinct().Order()], cancellationToken);
        return [.. headers.Select(header => Join(header, [.. byBlock[header.Number]]))];
    }

    /// <summary>Which chain a node follows.</summary>
    public static async Task<ChainIdentity> IdentifyAsync(JsonRpcClient node, CancellationToken cancellationToken)
    {
        ulong id = await node.GetChainIdAsync(cancellationToken);
        var genesis = await node.GetBlockAsync(BlockParameter.Earliest, cancellationToken)
            ?? throw new InconsistentNodeException("it has no block 0");
        return new ChainIdentity(id, genesis.Hash.ToLedger());
    }

    private static IEnumerable<long> Numbers(long from, long to)
    {
        for (long number = from; number <= to; number++)
        {
            yield return number;
        }
    }

    private async Task<IReadOnlyList<BlockHeader>> ReadHeadersAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var headers = await Node.SendBatchAsync(
            [.. numbers.Select(number => EthRequests.Block(BlockParameter.AtNumber((ulong)number)))], cancellationToken);
        return [.. headers.Zip(numbers, (header, number) => header is not null && header.Number == (ulong)number
            ? header
            : throw new InconsistentNodeException($"it does not give block {number}"))];
    }

    private LogFilter Filter(Hash32 block) => new() { BlockHash = block, Topics = [signatures] };

    // An empty answer for a block that may hold our events: either the Bloom filter means others, or the node has not
    // got the block's logs yet, and then it has none at all.
    private async Task<FilterLog[]> AskAgainAsync(BlockHeader header, CancellationToken cancellationToken)
    {
        var all = await Node.GetLogsAsync(new LogFilter { BlockHash = header.Hash }, cancellationToken);
        return all.Length > 0
            ? [.. all.Where(log => log.Topics.Count > 0 && signatures.Contains(log.Topics[0]))]
            : throw new InconsistentNodeException($"it gives no logs of block {header.Number}, whose Bloom filter says that there are some");
    }

    private static ChainBlock Join(BlockHeader header, FilterLog[] logs)
    {
        if (logs.Any(log => log.BlockHash != header.Hash || log.Removed))
        {
            throw new InconsistentNodeException($"its logs and its header of block {header.Number} are of different blocks");
        }

        if (logs.Any(log => log.LogIndex > int.MaxValue || log.Topics.Count > 4))
        {
            throw new InconsistentNodeException($"its logs of block {header.Number} are no logs");
        }

        var block = new Block((long)header.Number, header.Hash.ToLedger(), header.ParentHash.ToLedger(), header.Timestamp.ToTime());
        return new ChainBlock(block, [.. logs.DistinctBy(log => log.LogIndex).OrderBy(log => log.LogIndex).Select(log => new ChainLog(
            (int)log.LogIndex,
            log.TransactionHash.ToLedger(),
            log.Address.ToLedger(),
            [.. log.Topics.Select(topic => topic.ToLedger())],
            log.Data))]);
    }
}
