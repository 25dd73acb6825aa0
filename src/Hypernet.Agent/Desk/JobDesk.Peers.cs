using Hypernet.Agent.Peers;
using Hypernet.Agent.Running;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk : IAsyncDisposable
{
    // A program that is left behind again and again disturbs the others: it begins again after 1, 2, 4 … blocks.
    private const int MostComebackDoublings = 6;

    private volatile JobPeers? _peers;
    private bool _isEntering;
    private Comebacks _comebacks = new(0, 0, 0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_peers?.DisposeAsync() ?? ValueTask.CompletedTask);
        _exchange?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>This process among the sellers of the job; null in a job of one group, whose replicas compute apart.</summary>
    private JobPeers? PeersOf(JobState job) => job.Terms.Groups == 1 ? null : _peers ??= new JobPeers(_services, _job, Folder, Hear, Deliver);

    /// <summary>
    /// Makes sure that the program's calls can be played: in a job of several groups the seller takes part in its present run. If the
    /// machine refuses, it is tried again some blocks later.
    /// </summary>
    /// <returns>Whether that is so; if not, it will be.</returns>
    private bool IsAmongPeers(JobState job, Tenure tenure)
    {
        try
        {
            if (!_isEntering && PeersOf(job) is { } peers && !peers.IsIn(job, tenure))
            {
                _isEntering = true;
                _services.Loop.Start(() => EnterAsync(peers, job, tenure));
            }
        }
        catch (NetworkException fault)
        {
            HoldUpListening(fault);
            return false;
        }

        return !_isEntering;
    }

    private async Task EnterAsync(JobPeers peers, JobState job, Tenure tenure)
    {
        try
        {
            await peers.EnterAsync(job, tenure);
            _services.Loop.Post(() => _isEntering = false);
        }
        catch (NetworkException fault)
        {
            _services.Loop.Post(() =>
            {
                _isEntering = false;
                HoldUpListening(fault);
            });
        }
    }

    private void HoldUpListening(NetworkException fault)
    {
        _services.Log.TriedAgain(_job.ToString(), "listening for other sellers", fault.Message);
        HoldUpUntil(_block + BlocksBetweenTrials);
    }

    // Asked again after every event and block: who is about to enter is let do it.
    private void ClosePeers()
    {
        if (_peers is { } peers && !_isEntering)
        {
            _peers = null;
            _services.Loop.Start(() => peers.DisposeAsync().AsTask());
        }
    }

    /// <summary>The collectives of one run of the program; what must be disposed of with it, too.</summary>
    private async Task<(ProgramGroup Group, IAsyncDisposable? Owned)> GroupAsync(JobState job, ProgramRun run, JobPeers? peers)
    {
        var alone = peers is null ? await LoneGroup.JoinAsync() : null;
        int partition = job.GroupOf(run.Tenure.Rank);
        return (new ProgramGroup(_job, partition, job.Terms.Groups, () => alone ?? peers!.Group, reason => StopHeldUp(run, reason))
        {
            Audit = peers is null || job.Terms.Replication == 1 ? null : peers.AuditAsync,
            Misconduct = _services.Options.Misconduct,
        }, alone);
    }

    // Called from any thread.
    private void StopHeldUp(ProgramRun run, string reason) => _services.Loop.Post(() =>
    {
        if (_run == run && !run.Stop.IsCancellationRequested && _history.State is { } job)
        {
            _services.Log.HeldUp(_job.ToString(), reason);

            // Mates know what it was answered, and a run that is new nobody knows yet; else the others' round has to begin anew.
            bool canComeBack = job.Terms.Replication > 1 || run.Number < job.Run;
            _comebacks = _comebacks.Next(job);
            HoldUpUntil(canComeBack ? _block + (1UL << _comebacks.Doublings) : ulong.MaxValue);
            run.Stop.Cancel();
        }
    });

    /// <summary>How often the program has been held up in one interval of a run.</summary>
    private sealed record Comebacks(int Run, int Checkpoint, int Times)
    {
        public int Doublings => Math.Min(Times - 1, MostComebackDoublings);

        public Comebacks Next(JobState job) => new(job.Run, job.Checkpoint, (job.Run, job.Checkpoint) == (Run, Checkpoint) ? Times + 1 : 1);
    }
}
