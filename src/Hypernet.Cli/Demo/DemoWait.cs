using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>Says what a job that does not end waits for, as far as its events tell.</summary>
internal static class DemoWait
{
    /// <summary>Says it.</summary>
    /// <param name="job">The job, after the last event that came; null if none has.</param>
    /// <param name="nameOf">What people call a seller.</param>
    public static string Of(JobState? job, Func<Account, string> nameOf)
    {
        if (job is null)
        {
            return "for its placement";
        }

        string[] waits = job.Status switch
        {
            JobStatus.Open => [$"for {job.Terms.Ranks - job.Tenures.Count} more sellers"],
            JobStatus.Filled => ["for its ranks to be drawn"],
            JobStatus.Running or JobStatus.Frozen => [.. job.Groups.Where(group => group.SettledCheckpoint < job.Checkpoint).Select(group => Of(job, group, nameOf))],
            _ => [.. job.Tenures.Where(tenure => !tenure.IsClosed).Select(tenure => $"for the claim of {nameOf(tenure.Seller)}")],
        };
        return $"{job.Status}{(job.Checkpoint > 0 ? $", checkpoint {job.Checkpoint}" : "")}: {string.Join("; ", waits.DefaultIfEmpty("for nothing that events tell of"))}";
    }

    private static string Of(JobState job, JobGroup group, Func<Account, string> nameOf)
    {
        var (missing, what) = group.Committed != group.Active ? (group.Active - group.Committed, "commit") : (group.Committed - group.Revealed, "reveal");
        var names = missing.Replicas().Select(replica => nameOf(job.Tenures[group.Tenures[replica]].Seller)).ToList();
        return names.Count > 0 ? $"for {string.Join(", ", names)} to {what} in group {group.Id}" : $"for the settlement of group {group.Id}";
    }
}
