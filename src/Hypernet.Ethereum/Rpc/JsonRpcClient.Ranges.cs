namespace Hypernet.Ethereum.Rpc;

public sealed partial class JsonRpcClient
{
    // Below what providers answer at once; one that allows less refuses, and is asked for half as many.
    private const ulong BlocksAtOnce = 10_000;

    /// <summary>The logs that a filter lets through in any number of blocks, in the order of the chain, asked for in parts.</summary>
    /// <param name="filter">Contracts and topics; its blocks are ignored.</param>
    /// <param name="from">The first block.</param>
    /// <param name="to">The last block, inclusive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<FilterLog>> GetLogsAsync(LogFilter filter, ulong from, ulong to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var logs = new List<FilterLog>();
        ulong atOnce = BlocksAtOnce;
        while (from <= to)
        {
            ulong last = Math.Min(to, from + atOnce - 1);
            var part = filter with { BlockHash = null, FromBlock = BlockParameter.AtNumber(from), ToBlock = BlockParameter.AtNumber(last) };
            try
            {
                logs.AddRange(await GetLogsAsync(part, cancellationToken));
                from = last + 1;
            }
            catch (EthereumException fault) when (atOnce > 1 && fault is JsonRpcException or RpcResponseTooLargeException)
            {
                atOnce /= 2;
            }
        }

        return logs;
    }
}
