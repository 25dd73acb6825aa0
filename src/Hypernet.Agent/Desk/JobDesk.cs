using Hypernet.Agent.Accords;
using Hypernet.Agent.Accusations;
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
    private ulong _block;
    private DateTimeOffset _now;
    private bool _isBroken;

    /// <summary>Opens the desk for a job that the factory has announced.</summary>
    /// <param name="job">The job.</param>
    /// <param name="placedAt">The position of its placement in the server's order.</param>
    /// <param name="services">What all desks share.</param>
    public JobDesk(Account job, long placedAt, AgentServices services)
    {
        _job = job;
        PlacedAt = placedAt;
        _services = services;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(services.Stopping);

        // Words come in on any thread.
        _accuser = new Accuser(services.ChainId, job, services.Key);
        _accord = new Accord(services.Key, Wake);
    }

    /// <summary>The position of the job's placement in the server's order.</summary>
    public long PlacedAt { get; }

    /// <summary>Whether nothing is left to do for the job, or ever will be.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The terms of the job if it holds a part of the machine and of the collateral; null if not.</summary>
    public Terms? Held => _history.State is { HasEnded: false } job && (_isTaking || HasEntered || HasPart(job)) ? job.Terms : null;

    private bool IsBusy => _isTaking || _isFetching || _isEntering || _run is not null || _isUploading;

    private JobFolder Folder => _folder ??= new JobFolder(_services.Options.StateFolder, _job);

    private CheckpointJournal Journal => _journal ??= new CheckpointJournal(Folder.Checkpoints);

    private JobFiles Files => _files ??= new JobFiles(_services.Server, Folder, new PackageLimits());

    /// <summary>Takes note of an event.</summary>
    public void Add(ulong block, string hash, JobEvent happened)
    {
        try
        {
            _history.Add(block, hash, happened);
        }
        catch (JobHistoryException fault)
        {
            // Better one job lost than all: the others' events may be right.
            _services.Log.HistoryBroken(_job.ToString(), fault.Message);
            _isBroken = true;
        }
    }

    /// <summary>Takes back the events of a block that is no longer part of the chain, and what was done because of them.</summary>
    public void Revert(string hash)
    {
        _history.Revert(hash);
        _attempts.Clear();
        _watched = null;
        _enteredAfter = null;
    }

    /// <summary>Nothing up to this block will be taken back.</summary>
    public void Finalize(ulong block) => _history.Finalize(block);

    /// <summary>Does what is missing.</summary>
    /// <param name="head">The newest block.</param>
    /// <param name="free">What the jobs under way leave of the machine.</param>
    /// <returns>Whether it has begun to take the job, and so a part of the machine.</returns>
    public bool Attend(BlockHeader head, MachineShare free)
    {
        if (_isBroken || _history.State is not { } job)
        {
            Leave();
            return false;
        }

        (_block, _now) = (head.Number, head.Time());
        _waiters.RemoveAll(waiter => waiter.TryComplete(job));
        bool takes = !IsEngaged(job) && EndKeeping() && Take(job, head, free);
        if (IsEngaged(job))
        {
            _enteredAfter = null;
            _peers?.Follow(job);
            Run(job);
            Keep(job);
            Perform(job, head);
            WatchRound(job);
            Upload(job);
        }
        else if (_manifest is not null && job.IsUnderWay && !HasEntered && !IsBusy)
        {
            // It was displaced, and the job has begun without it.
            ClosePeers();
            Clear();
        }

        Close(job, head);
        return takes;
    }

    /// <summary>Whether the seller has or had a part in the job.</summary>
    private bool IsEngaged(JobState job) => OwnTenure(job) is not null || IsApplicant(job);

    private bool HasPart(JobState job) => OwnTenure(job) is { LastCheckpoint: null } || IsApplicant(job);

    private bool IsApplicant(JobState job) => job.Applications.Any(application => application.Seller == _services.Seller);

    private Tenure? OwnTenure(JobState job) => job.TenureOf(_services.Seller);

    /// <summary>Completes as soon as the probe has an answer; called beside the loop.</summary>
    private Task<T> WhenAsync<T>(Func<JobState, T?> probe, CancellationToken cancellationToken)
        where T : class
    {
        var waiter = new JobWaiter<T>(probe, cancellationToken);
        _services.Loop.Post(() => _waiters.Add(waiter));
        return waiter.Answer.WaitAsync(cancellationToken);
    }

    private async Task NextBlockAsync(CancellationToken cancellationToken)
    {
        ulong? first = null;
        await WhenAsync(job => _block == (first ??= _block) ? null : job, cancellationToken);
    }

    private void Close(JobState job, BlockHeader head)
    {
        // A job that is not filled in time can only be canceled, whoever cares to.
        bool isOver = job.HasEnded || (!IsEngaged(job) && !HasEntered && head.Time() >= job.CancellableFrom);
        bool isSettled = OwnTenure(job) is not { IsClosed: false } && !IsApplicant(job);
        if (!isOver || !isSettled || IsBusy || (IsEngaged(job) && NextUpload(job) is not null))
        {
            return;
        }

        if (IsEngaged(job))
        {
            _services.Log.JobEnded(_job.ToString(), job.Status.ToString());
        }

        Leave();
    }

    private void Leave()
    {
        _leaving.Cancel();
        _run?.Stop.Cancel();
        if (EndKeeping() && !IsBusy)
        {
            ClosePeers();
            Clear();
            IsDone = true;
        }
    }

    private void Clear()
    {
        (_folder, _journal, _files, _manifest) = (null, null, null, null);
        JobFolder.Delete(_services.Options.StateFolder, _job);
    }
}
