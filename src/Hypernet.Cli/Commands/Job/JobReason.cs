using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary>Why a job is where it is, in the words of a workload manager: the REASON column.</summary>
internal static class JobReason
{
    /// <summary>Slurm's habit: two letters for a state.</summary>
    public static string Code(string status) => status switch
    {
        nameof(JobStatus.Open) => "OP",
        nameof(JobStatus.Filled) => "FI",
        nameof(JobStatus.Running) => "R",
        nameof(JobStatus.Frozen) => "FZ",
        nameof(JobStatus.Completed) => "CD",
        nameof(JobStatus.Cancelled) => "CA",
        nameof(JobStatus.Aborted) => "AB",
        _ => status,
    };

    /// <summary>What can be said from a line of a list.</summary>
    public static string Of(JobView job, DateTimeOffset now) => job.Status switch
    {
        nameof(JobStatus.Open) when now > job.Terms.SignDeadline => "SignClosed",
        nameof(JobStatus.Open) => $"NoSellers({job.Sellers}/{job.Terms.Groups * job.Terms.Replication})",
        nameof(JobStatus.Filled) => "WaitingSeed",
        nameof(JobStatus.Completed) or nameof(JobStatus.Aborted) => job.Reason ?? "",
        _ => "",
    };

    /// <summary>What can be said of a job under way.</summary>
    public static string Of(JobState job, DateTimeOffset now)
    {
        if (job.Status == JobStatus.Frozen)
        {
            var group = job.Groups.FirstOrDefault(group => group.Active.Count < job.Terms.Quorum);
            return $"Frozen(group {group?.Id}, {Readable.Span(job.AbortableFrom!.Value - now)} left)";
        }

        var waiting = job.Groups.Where(group => job.PhaseOf(group, now) != RoundPhase.Settled).ToList();
        return waiting.FirstOrDefault(group => job.PhaseOf(group, now) == RoundPhase.Commit) is { } commit ? $"CommitDue({Readable.Span(job.CommitDeadline(commit) - now)})"
            : waiting.FirstOrDefault() is { } reveal ? $"RevealDue({Readable.Span(job.RevealDeadline(reveal, now)!.Value - now)})"
            : "";
    }
}
