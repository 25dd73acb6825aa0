using System.Globalization;
using Hypernet.Agent.Peers;
using Hypernet.Agent.Reporting;
using Hypernet.Agent.Running;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Network;
using Hypernet.Runtime;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    // Blocks until something is tried again that this machine or the server was not able to do.
    private const ulong BlocksBetweenTrials = 4;

    // Blocks that the program of a completed job has to finish.
    private const ulong BlocksToFinish = 5;

    private JobManifest? _manifest;
    private ulong? _completedAt;
    private bool _isFetching;
    private HoldUp? _heldUp;
    private ProgramRun? _run;

    /// <summary>Keeps the program running while the seller has its place, and stops it when that is over.</summary>
    private void Run(JobState job)
    {
        var tenure = OwnTenure(job);
        if (_run is { } run && (tenure is null || !HasPlace(job, run.Tenure)))
        {
            StopProgram(job, run);
        }
        else if (_run is not null)
        {
            BeginAgain(job, _run);
        }
        else if (tenure is not null && !HasPlace(job, tenure))
        {
            ClosePeers();
        }

        if (_isFetching || tenure is null || !job.IsUnderWay || !HasPlace(job, tenure) || job.Checkpoint < tenure.FirstCheckpoint)
        {
            return;
        }

        var group = GroupOf(job, tenure);
        int from = job.Checkpoint - 1;
        if (IsAhead(job, group) || (IsHeldUp(job, group) && _block < _heldUp!.TryFrom) || Journal.Find(RoundOf(job, group)) is CheckpointRecord.Failed)
        {
            return;
        }

        if (_manifest is not { } manifest)
        {
            _isFetching = true;
            _services.Loop.Start(() => FetchAgainAsync(job.Terms));
            return;
        }

        // A program that has called nothing goes on when the others begin anew.
        bool needsPeers = _run is null || _run.Number < job.Run;
        if (needsPeers && IsAmongPeers(job, tenure) && _run is null)
        {
            _heldUp = null;
            _run = run = new ProgramRun(tenure, job.Run, CancellationTokenSource.CreateLinkedTokenSource(_services.Stopping));
            var peers = _peers;
            var reporter = new RankReporter(_services, job, tenure.Rank, group, peers);
            _services.Loop.Start(() => RunAsync(job, group, from, manifest, run, reporter, peers));
            _services.Loop.Start(reporter.RunAsync);
        }
    }

    // The others may need again what the program of a group that is ahead has given; if that is nothing, it waits for them: when the
    // next interval begins is not on chain yet.
    private bool IsAhead(JobState job, JobGroup group) =>
        group.SettledCheckpoint == job.Checkpoint && Journal.Find(RoundOf(job, group)) is CheckpointRecord.Reached { Operations: 0 };

    /// <summary>docs/spec/joined.md §2: what stands on chain of an interval, equal at all replicas.</summary>
    private Interval IntervalOf(JobState job, int checkpoint, int partition)
    {
        Span<byte> source = stackalloc byte[Account.Length + Bytes32.Length];
        _job.CopyTo(source);
        job.Seed.CopyTo(source[Account.Length..]);
        return Interval.Draw(job.Begun[checkpoint - 1], source, partition, checkpoint);
    }

    // docs/spec/joined.md §5: a program whose calls nobody answers any more.
    private void BeginAgain(JobState job, ProgramRun run)
    {
        if (run.Host is not { } host || run.Stop.IsCancellationRequested)
        {
            return;
        }

        string? reason = host.Reached < job.Checkpoint - 1 ? "what it computes is settled"
            : host.Working <= job.Begun.Count && job.Begun[host.Working - 1] != host.Interval.Begin ? "a reorg has moved the begin of its interval"
            : _peers is { } peers && host.Given.Bound is { } group && !peers.IsOfRun(group) ? "all compute anew"
            : null;
        if (reason is not null)
        {
            _services.Log.BeginsAgain(_job.ToString(), run.Tenure.Rank, job.Checkpoint - 1, reason);
            run.Stop.Cancel();
        }
    }

    // A program that has reached its last checkpoint may come to its own end.
    private void StopProgram(JobState job, ProgramRun run)
    {
        if (job.Status == JobStatus.Completed)
        {
            _completedAt ??= _block;
        }

        if (_completedAt is not { } completed || _block >= completed + BlocksToFinish)
        {
            run.Stop.Cancel();
        }
    }

    // A round, or a run, that begins anew is a new chance.
    private bool IsHeldUp(JobState job, JobGroup group) => _heldUp is { } heldUp && (heldUp.Round, heldUp.Run) == (group.T0, job.Run);

    /// <summary>Notes, in the loop, that the program cannot go on now; the seller shows that it is there.</summary>
    private void HoldUpUntil(ulong tryFrom)
    {
        if (_history.State is { Groups.Count: > 0 } job && OwnTenure(job) is { } tenure)
        {
            _heldUp = new HoldUp(GroupOf(job, tenure).T0, job.Run, tryFrom);
        }
    }

    private RoundContext RoundOf(JobState job, JobGroup group) =>
        new(_services.ChainId, _job, (uint)job.Checkpoint, (uint)group.Attempt, (uint)group.Id);

    // After a restart: what was fetched before the seller signed is still there, and only read again.
    private async Task FetchAgainAsync(Terms terms)
    {
        try
        {
            var manifest = await Files.FetchAsync(terms, _services.Stopping);
            _services.Loop.Post(() => (_manifest, _isFetching) = (manifest, false));
        }
        catch (Exception fault) when (fault is AgentException or ApiException)
        {
            _services.Log.TriedAgain(_job.ToString(), "fetching the program", fault.Message);
            _services.Loop.Post(() =>
            {
                _isFetching = false;
                HoldUpUntil(_block + BlocksBetweenTrials);
            });
        }
    }

    private async Task RunAsync(JobState job, JobGroup group, int from, JobManifest manifest, ProgramRun run, RankReporter reporter, JobPeers? peers)
    {
        int rank = run.Tenure.Rank;
        _services.Log.ProgramStarts(_job.ToString(), rank, from);
        var identity = new RankIdentity
        {
            // What replicas of a partition see is equal in all of it.
            Rank = group.Id,
            Group = group.Id,
            Partition = group.Id,
            Partitions = job.Terms.Groups,
            Size = job.Terms.Groups,
            Checkpoints = job.Terms.Checkpoints,
            Resume = from,
        };
        IAsyncDisposable? owned = null;
        try
        {
            (var collectives, owned) = await GroupAsync(job, run, peers);
            collectives.Begin(from + 1);
            var host = run.Host = new RankHost(this, job, run.Tenure, from, from == 0 ? default : group.Digests[from - 1], reporter, collectives);
            string input = Files.LayOut(manifest, group.Id, job.Terms.Groups);
            var program = RankPrograms.Of(manifest, job.Terms, Folder, input, collectives);
            var ended = await RankProcess.RunAsync(_services.Sandbox, program, identity, host, _services.Time, run.Stop.Token);
            _services.Log.ProgramEnded(_job.ToString(), rank, ended.End.ToString(), ended.ErrorTail);
            if (FailureOf(ended.End) is not null && !host.KnowsItsBegin)
            {
                string advice = string.Create(CultureInfo.InvariantCulture, $"the program began after checkpoint {from} and has not asked for its state: have it call restore(), or read reached, before its first call or checkpoint");
                _services.Log.NeverAsked(_job.ToString(), rank, advice);
                reporter.Say(advice);
            }

            if (peers is not null && ended.End is not RankEnd.Finished)
            {
                await peers.BreakOffAsync(isForGood: !run.Stop.IsCancellationRequested && FailureOf(ended.End) is not null);
            }

            await TakeEndAsync(ended.End, host, job.Terms.Checkpoints, run);
        }
        catch (Exception fault) when (fault is SandboxException or NetworkException)
        {
            _services.Log.TriedAgain(_job.ToString(), "starting the program", fault.Message);
            _services.Loop.Post(() => HoldUpUntil(_block + BlocksBetweenTrials));
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            // The seller has lost its place, or the agent ends.
        }
        finally
        {
            reporter.End();
            await (owned?.DisposeAsync() ?? ValueTask.CompletedTask);
            _services.Loop.Post(() =>
            {
                _run = null;
                run.Stop.Dispose();
            });
        }
    }

    // A program that fails is a result too. A machine that cannot go on is not: it has no more memory next time. Nor is what a program
    // comes to that has not asked where it begins (docs/decisions/0016): replicas that were never away have another one.
    private async Task TakeEndAsync(RankEnd end, RankHost host, int checkpoints, ProgramRun run)
    {
        if (FailureOf(end) is { } failure && host.KnowsItsBegin)
        {
            int checkpoint = host.Reached + 1;
            if (checkpoint <= checkpoints && await RoundAtAsync(checkpoint, run.Tenure, run.Stop.Token) is { } round)
            {
                var record = new CheckpointRecord.Failed(round, host.Given.Operations, host.Given.Transcript, failure.Kind, failure.ExitCode);
                await Journal.KeepAsync(record, default, default, run.Stop.Token);
            }
        }
        else if (end is RankEnd.NotRun)
        {
            _services.Loop.Post(() => HoldUpUntil(_block + BlocksBetweenTrials));
        }
        else if (end is not (RankEnd.Finished or RankEnd.Stopped))
        {
            _services.Loop.Post(() => HoldUpUntil(ulong.MaxValue));
        }
    }

    private static (FailureKind Kind, byte ExitCode)? FailureOf(RankEnd end) => end switch
    {
        RankEnd.Failed failed => (FailureKind.ExitCode, (byte)failed.ExitCode),
        RankEnd.Violated { Fault: not SessionFault.SlowFrame } => (FailureKind.InvalidOutput, 0),
        _ => null,
    };

    /// <summary>
    /// The round of a checkpoint, once it has begun; null if it is over, or the seller has lost its place: what is computed
    /// for it then is for nobody, and above all not for the round in work.
    /// </summary>
    private async Task<RoundContext?> RoundAtAsync(int checkpoint, Tenure tenure, CancellationToken cancellationToken)
    {
        var found = await WhenAsync<RoundAnswer>(
            job => !HasPlace(job, tenure) || job.Checkpoint > checkpoint ? new RoundAnswer(null)
                : job.Checkpoint == checkpoint ? new RoundAnswer(RoundOf(job, GroupOf(job, tenure)))
                : null,
            cancellationToken);
        return found.Round;
    }

    private static JobGroup GroupOf(JobState job, Tenure tenure) => job.Groups[job.GroupOf(tenure.Rank)];

    // A reorg can take the tenure away, or give it another rank.
    private static bool HasPlace(JobState job, Tenure tenure) =>
        !job.HasEnded && job.Tenures.ElementAtOrDefault(tenure.Id) is { LastCheckpoint: null } now && now.Seller == tenure.Seller && now.Rank == tenure.Rank;

    /// <summary>Why the program cannot go on: for the round that began then in that run, at least until a block.</summary>
    private sealed record HoldUp(DateTimeOffset Round, int Run, ulong TryFrom);

    /// <summary>One run of the program, which began in a run of the job.</summary>
    private sealed class ProgramRun(Tenure tenure, int number, CancellationTokenSource stop)
    {
        public Tenure Tenure => tenure;

        public int Number => number;

        public CancellationTokenSource Stop => stop;

        /// <summary>Answers it, once it begins.</summary>
        public RankHost? Host { get; set; }
    }

    private sealed record RoundAnswer(RoundContext? Round);
}
