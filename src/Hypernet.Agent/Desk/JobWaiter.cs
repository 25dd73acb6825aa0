using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

/// <summary>Somebody outside the loop who waits for something to become true of a job.</summary>
internal abstract class JobWaiter
{
    /// <summary>Asks once more; whether the answer has been given.</summary>
    public abstract bool TryComplete(JobState job, BlockHeader head);
}
