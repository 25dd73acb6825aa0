namespace Hypernet.Market;

/// <summary>docs/spec/joined.md §5: what has the sellers compute anew, from the last checkpoint that all groups have settled.</summary>
public sealed partial record JobState
{
    /// <summary>How often the sellers have begun to compute together; 0 before the start. Never less than before, but by a reorg.</summary>
    public int Run { get; private init; }

    // What was so when the present run began.
    private int FoundingCheckpoint { get; init; }

    private int FoundingTenures { get; init; }

    /// <summary>Whether a tenure takes part in the present run from its beginning on: it had a rank, and was not pending. All others join it.</summary>
    /// <param name="tenure">One of <see cref="Tenures"/>.</param>
    public bool IsFounder(Tenure tenure) => tenure.Id < FoundingTenures && tenure.FirstCheckpoint <= FoundingCheckpoint;

    // Of a job that is frozen, or freezes by this, JobResumed begins the next run: before it nobody can compute.
    private bool BeginsRun(JobEvent happened) => happened switch
    {
        JobEvent.JobStarted or JobEvent.JobResumed => true,
        JobEvent.GroupRestarted restarted => Status == JobStatus.Running && restarted.Active.Count >= Terms.Quorum,
        JobEvent.SellerExpelled => Status == JobStatus.Running,
        _ => false,
    };

    private JobState BeginRun() => this with { Run = Run + 1, FoundingCheckpoint = Checkpoint, FoundingTenures = Tenures.Count };
}
