using Hypernet.Market;

namespace Hypernet.Agent.Matching;

/// <summary>When a seller takes another one's slot, and for how much (docs/spec/job.md §7).</summary>
internal static class Underbidding
{
    // An underbid is at most so many hundredths of the ask that it displaces.
    private const int Percent = 95;

    /// <summary>
    /// The slot with the highest ask of a full job, at the highest ask that takes it; null if that is below the least price.
    /// A seller that names no least price underbids nobody: it would end up working for nothing.
    /// </summary>
    /// <param name="job">A job that the seller has no slot of.</param>
    /// <param name="now">The newest block's time.</param>
    /// <param name="leastPrice">The least that the seller works for.</param>
    public static Opening.Underbid? Of(JobState job, DateTimeOffset now, Amount leastPrice)
    {
        if (job.Status != JobStatus.Filled || !job.IsAuction(now) || leastPrice == Amount.Zero)
        {
            return null;
        }

        var slot = job.Tenures.MaxBy(tenure => tenure.Ask)!;
        var ask = new Amount(slot.Ask.Units * Percent / 100);
        return ask < leastPrice ? null : new Opening.Underbid(slot.Id, ask);
    }
}
