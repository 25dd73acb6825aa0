using Hypernet.Agent.Running;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Runtime;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private JobManifest? _manifest;
    private bool _isFetching;
    private bool _isRunning;
    private bool _isHeldUp;
    private int _heldUpAt;
    private CancellationTokenSource? _stopRun;

    private bool IsBusy => _isRunning || _isFetching || _isUploading || _isTaking;

    /// <summary>Keeps the program running while the seller has its place, and stops it when that is over.</summary>
    private void Run(JobState job)
    {
        var tenure = OwnTenure(job);
        bool hasPlace = job.IsUnderWay && tenure is { LastCheckpoint: null };
        if (!hasPlace)
        {
            _stopRun?.Cancel();
            return;
        }

        var group = job.Groups[job.GroupOf(tenure!.Rank)];
        _isHeldUp &= _heldUpAt == job.Checkpoint;
        bool isDue = group.SettledCheckpoint >= tenure.FirstCheckpoint - 1 && group.SettledCheckpoint < job.Terms.Checkpoints;
        if (_isRunning || _isFetching || _isHeldUp || !isDue || HasFailed(job, group))
        {
            return;
        }

        if (_manifest is null)
        {
            _isFetching = true;
            _services.Loop.Start(() => FetchAgainAsync(job));
            return;
        }

        _isRunning = true;
        _stopRun = CancellationTokenSource.CreateLinkedTokenSource(_services.Stopping);
        var stop = _stopRun.Token;
        _services.Loop.Start(() => RunAsync(job, tenure, group, _manifest, stop));
    }

    private bool HasFailed(JobState job, JobGroup group) =>
        Journal.Find(RoundOf(job, group)) is CheckpointRecord.Failed;

    private RoundContext RoundOf(JobState job, JobGroup group) =>
        new(_services.ChainId, _job, (uint)job.Checkpoint, (uint)group.Attempt, (uint)group.Id);

    // After a restart: what was fetched before the seller signed is still there, and only read again.
    private async Task FetchAgainAsync(JobState job)
    {
        try
        {
            var manifest = await Files.FetchAsync(job.Terms, _services.Stopping);
            _services.Loop.Post(() => (_manifest, _isFetching) = (manifest, false));
        }
        catch (Exception fault) when (fault is AgentException or ApiException)
        {
            _services.Log.TriedAgain(_job.ToString(), "fetching the program", fault.Message);
            _services.Loop.Post(() => (_isFetching, _isHeldUp, _heldUpAt) = (false, true, job.Checkpoint));
        }
    }

    private async Task RunAsync(JobState job, Tenure tenure, JobGroup group, JobManifest manifest, CancellationToken stop)
    {
        _services.Log.ProgramStarts(_job.ToString(), tenure.Rank, group.SettledCheckpoint);
        var identity = new RankIdentity
        {
            Rank = tenure.Rank,
            Group = group.Id,
            Partition = group.Id,
            Partitions = job.Terms.Groups,
            Size = job.Terms.Ranks,
            Checkpoints = job.Terms.Checkpoints,
            Resume = group.SettledCheckpoint,
        };
        var host = new RankHost(this, tenure);
        try
        {
            string input = Files.LayOut(manifest, group.Id, job.Terms.Groups);
            var program = RankPrograms.Of(manifest, job.Terms, Folder, input);
            var run = await RankProcess.RunAsync(_services.Sandbox, program, identity, host, _services.Time, stop);
            _services.Log.ProgramEnded(_job.ToString(), tenure.Rank, run.End.ToString(), run.ErrorTail);
            await RecordEndAsync(run.End, host.Reached + 1, job.Terms.Checkpoints, tenure, stop);
        }
        catch (SandboxException fault)
        {
            _services.Log.ProgramEnded(_job.ToString(), tenure.Rank, "it could not be started", fault.Message);
            _services.Loop.Post(() => (_isHeldUp, _heldUpAt) = (true, host.Reached + 1));
        }
        finally
        {
            _services.Loop.Post(() => _isRunning = false);
        }
    }

    // A program that fails is a result too; a machine that cannot go on is not, and shows that it is there.
    private async Task RecordEndAsync(RankEnd end, int checkpoint, int checkpoints, Tenure tenure, CancellationToken stop)
    {
        if (checkpoint > checkpoints)
        {
            return;
        }

        var (kind, exitCode) = end switch
        {
            RankEnd.Failed failed => (FailureKind.ExitCode, (byte)failed.ExitCode),
            RankEnd.Violated => (FailureKind.InvalidOutput, (byte)0),
            _ => ((FailureKind?)null, (byte)0),
        };
        if (kind is null)
        {
            bool isOurs = end is not (RankEnd.Stopped or RankEnd.Finished);
            _services.Loop.Post(() => (_isHeldUp, _heldUpAt) = (isOurs, checkpoint));
            return;
        }

        var round = await RoundOfAsync(checkpoint, tenure, stop);
        if (round is not null)
        {
            var transcript = Transcript.Start(_job, round.Value.Checkpoint, round.Value.Group);
            await Journal.KeepAsync(new CheckpointRecord.Failed(round.Value, 0, transcript, kind.Value, exitCode), default, default, stop);
        }
    }

    /// <summary>The round of a checkpoint, once it has begun; null if the seller lost its place before.</summary>
    private async Task<RoundContext?> RoundOfAsync(int checkpoint, Tenure tenure, CancellationToken cancellationToken)
    {
        var found = await WhenAsync<RoundAnswer>(
            (job, _) => !HasPlace(job, tenure) ? new RoundAnswer(null)
                : job.Checkpoint >= checkpoint ? new RoundAnswer(RoundOf(job, job.Groups[job.GroupOf(tenure.Rank)]))
                : null,
            cancellationToken);
        return found.Round;
    }

    private static bool HasPlace(JobState job, Tenure tenure) =>
        !job.HasEnded && job.Tenures[tenure.Id] is { LastCheckpoint: null } now && now.Seller == tenure.Seller;

    private sealed record RoundAnswer(RoundContext? Round);
}
