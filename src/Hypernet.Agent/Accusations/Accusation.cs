using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Accusations;

/// <summary>That a seller has altered a result, and who of its group stands up for it.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Expulsion">What each of them signs.</param>
/// <param name="Voices">Their ranks and signatures.</param>
internal sealed record Accusation(int Rank, Expulsion Expulsion, IReadOnlyList<(int Rank, Signature Signature)> Voices)
{
    /// <summary>Whether the chain would still take it, but for the signatures (docs/spec/job.md §3).</summary>
    /// <param name="job">The job.</param>
    public bool IsOpen(JobState job)
    {
        if (!job.IsUnderWay)
        {
            return false;
        }

        var group = job.Groups[Expulsion.Group];
        var accused = ReplicaSet.Of(job.ReplicaOf(Rank));
        return (Expulsion.Checkpoint, Expulsion.Attempt) == (job.Checkpoint, group.Attempt)
            && group.SettledCheckpoint < job.Checkpoint
            && !group.HasExpelled
            && group.Tenures[job.ReplicaOf(Rank)] == Expulsion.Tenure
            && (group.Active & accused).Count == 1
            && (group.Committed - accused).Count == 0;
    }
}
