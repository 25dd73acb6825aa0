using System.Diagnostics;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>Audits what a rank computes, each time after so many operations.</summary>
/// <param name="node">The rank's node.</param>
/// <param name="each">How many; 0 for never.</param>
internal sealed class RankAudits(ConsensusNode node, int each)
{
    private long _operations;
    private long _audits;

    /// <summary>What audits have taken so far.</summary>
    internal double Seconds { get; private set; }

    /// <summary>An operation has ended.</summary>
    internal async Task CountAsync(CancellationToken cancellationToken)
    {
        if (each == 0 || ++_operations % each != 0)
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        var outcome = await node.AuditAsync("", BitConverter.GetBytes(++_audits), cancellationToken);
        Seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (outcome.End != AuditEnd.Passed)
        {
            throw new BenchmarkException($"an audit of honest ranks ended as {outcome.End}: {outcome.Text}");
        }
    }
}
