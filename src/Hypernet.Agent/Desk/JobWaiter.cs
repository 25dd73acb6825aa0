using Hypernet.Market;

namespace Hypernet.Agent.Desk;

/// <summary>Somebody beside the loop who waits for something to become true of a job.</summary>
internal abstract class JobWaiter
{
    /// <summary>Asks once more; whether nobody waits any longer.</summary>
    public abstract bool TryComplete(JobState job);
}
