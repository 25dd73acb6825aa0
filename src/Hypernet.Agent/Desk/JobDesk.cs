using Hypernet.Agent.Checkpoints;
using Hypernet.Agent.Fetching;
using Hypernet.Agent.Following;
using Hypernet.Agent.Packages;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

/// <summary>
/// All that an agent does for one job: it takes the job, runs its program, sends what is due, and clears up. Lives in the
/// agent's loop; asked again after every event and block, it does whatever is missing, also after a crash.
/// </summary>
internal sealed partial class JobDesk
{
    private readonly Account _job;
    private readonly AgentServices _services;
    private readonly JobHistory _history = new();
    private readonly List<JobWaiter> _waiters = [];

    private JobFolder? _folder;
    private CheckpointJournal? _journal;
    private JobFiles? _files;

    /// <summary>Opens the desk for a job that the factory has announced.</summary>
    /// <param name="job">The job.</param>
    /// <param name="placedAt">The position of its placement in the server's order.</param>
    /// <param name="services">What all desks share.</param>
    public JobDesk(Account job, long placedAt, AgentServices services)
    {
        _job = job;
        PlacedAt = placedAt;
        _services = services;
    }

    /// <summary>The position of the job's placement in the server's order.</summary>
    public long PlacedAt { get; }

    /// <summary>Whether the job has ended and nothing is left to do for it.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The machine that this desk holds for its job; null while it has none of it.</summary>
    public Requirements? Held => _history.State is { HasEnded: false } job && IsEngaged(job) ? job.Terms.Requirements : null;

    /// <summary>The collateral that this desk's job holds of the seller's.</summary>
    public Amount Locked => _history.State is { HasEnded: false } job && IsEngaged(job) ? job.Terms.FullCollateral : default;

    private JobFolder Folder => _folder ??= new JobFolder(_services.Options.StateFolder, _job);

    private CheckpointJournal Journal => _journal ??= new CheckpointJournal(Folder.Checkpoints);

    private JobFiles Files => _files ??= new JobFiles(_services.Server, Folder, new PackageLimits());

    /// <summary>Takes note of an event.</summary>
    public void Add(ulong block, string hash, JobEvent happened) => _history.Add(block, hash, happened);

    /// <summary>Takes back the events of a block that is no longer part of the chain, and what was done because of them.</summary>
    public void Revert(string hash)
    {
        _history.Revert(hash);
        _attempts.Clear();
    }

    /// <summary>Does what is missing.</summary>
    /// <param name="head">The newest block.</param>
    /// <param name="machine">What is left of the machine, this desk's own share included.</param>
    public void Attend(BlockHeader head, MachineShare machine)
    {
        if (IsDone || _history.State is not { } job)
        {
            return;
        }

        _waiters.RemoveAll(waiter => waiter.TryComplete(job, head));
        Take(job, head, machine);
        Run(job);
        Perform(job, head);
        Upload(job, head);
        Close(job);
    }

    private bool IsEngaged(JobState job) => OwnTenure(job) is not null || job.Applications.Any(application => application.Seller == _services.Seller);

    private Tenure? OwnTenure(JobState job) => job.TenureOf(_services.Seller);

    /// <summary>Completes as soon as the probe has an answer; must be called outside the loop.</summary>
    private Task<T> WhenAsync<T>(Func<JobState, BlockHeader, T?> probe, CancellationToken cancellationToken)
        where T : class
    {
        var waiter = new JobWaiter<T>(probe);
        _services.Loop.Post(() => _waiters.Add(waiter));
        return waiter.Answer.WaitAsync(cancellationToken);
    }

    private Task<BlockHeader> NextBlockAsync(CancellationToken cancellationToken)
    {
        BlockHeader? first = null;
        return WhenAsync((_, head) => head == (first ??= head) ? null : head, cancellationToken);
    }

    private void Close(JobState job)
    {
        bool isSettled = OwnTenure(job) is not { IsClosed: false } && !job.Applications.Any(application => application.Seller == _services.Seller);
        if (!job.HasEnded || !isSettled || IsBusy)
        {
            return;
        }

        if (_folder is not null)
        {
            _services.Log.JobEnded(_job.ToString(), job.Status.ToString());
            _folder.Delete();
        }

        IsDone = true;
    }
}
