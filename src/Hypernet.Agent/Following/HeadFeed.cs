using System.Runtime.CompilerServices;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Microsoft.Extensions.Logging;

namespace Hypernet.Agent.Following;

/// <summary>The chain's newest blocks, asked of the agent's own node: deadlines are the chain's, not this machine's.</summary>
internal sealed class HeadFeed(JsonRpcClient chain, TimeSpan interval, TimeProvider time, ILogger log)
{
    /// <summary>Each new head once; a node that cannot answer is asked again.</summary>
    public async IAsyncEnumerable<BlockHeader> HeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Hash32? last = null;
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            if (await NewestAsync(cancellationToken) is { } head && head.Hash != last)
            {
                last = head.Hash;
                yield return head;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<BlockHeader?> NewestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await chain.GetBlockAsync(BlockParameter.Latest, cancellationToken);
        }
        catch (EthereumException fault)
        {
            // Restarting, behind, or out of order: whatever it is, without a head nothing is decided meanwhile.
            log.ChainUnreadable(fault.Message);
            return null;
        }
    }
}
