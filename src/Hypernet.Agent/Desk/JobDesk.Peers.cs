using Hypernet.Agent.Peers;
using Hypernet.Agent.Running;
using Hypernet.Consensus;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk : IAsyncDisposable
{
    private JobPeers? _peers;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _peers?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>This process among the sellers of the job; null in a job of one group, whose replicas compute apart.</summary>
    private JobPeers? PeersOf(JobState job) => job.Terms.Groups == 1 ? null : _peers ??= new JobPeers(_services, _job, Folder);

    /// <summary>Makes sure that the seller can be reached in a job of several groups; if the machine refuses, it is tried again some blocks later.</summary>
    private bool Listens(JobState job, Tenure tenure)
    {
        if (_peers is { } former && !former.Serves(job, tenure))
        {
            ClosePeers();
        }

        try
        {
            _ = PeersOf(job);
            return true;
        }
        catch (NetworkException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), "listening for other sellers", fault.Message);
            HoldUpUntil(_block + BlocksBetweenTrials);
            return false;
        }
    }

    private void ClosePeers()
    {
        if (_peers is { } peers)
        {
            _peers = null;
            _services.Loop.Start(() => peers.DisposeAsync().AsTask());
        }
    }

    /// <summary>The collectives of one run of the program; what must be disposed of with it, too.</summary>
    private async Task<(ProgramGroup Group, IAsyncDisposable? Owned)> JoinAsync(JobState job, ProgramRun run, JobPeers? peers)
    {
        var alone = peers is null ? await LoneGroup.JoinAsync() : null;
        await (peers?.JoinAsync(job, run.Tenure) ?? Task.CompletedTask);
        int partition = job.GroupOf(run.Tenure.Rank);
        return (new ProgramGroup(_job, partition, job.Terms.Groups, GroupFor, reason => StopHeldUp(run, reason), _services.Options.Misconduct), alone);

        IGroup GroupFor() => alone ?? peers!.GroupFor(run);
    }

    // Called from any thread.
    private void StopHeldUp(ProgramRun run, string reason) => _services.Loop.Post(() =>
    {
        if (_run == run && !run.Stop.IsCancellationRequested)
        {
            _services.Log.HeldUp(_job.ToString(), reason);
            HoldUpUntil(ulong.MaxValue);
            run.Stop.Cancel();
        }
    });
}
