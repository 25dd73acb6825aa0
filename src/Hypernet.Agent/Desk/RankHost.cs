using Hypernet.Agent.Checkpoints;
using Hypernet.Agent.Reporting;
using Hypernet.Agent.Running;
using Hypernet.Consensus.Audit;
using Hypernet.Market;
using Hypernet.Runtime;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    /// <summary>Answers the program of one rank: its checkpoints become records, and it goes on when they are settled.</summary>
    private sealed class RankHost(JobDesk desk, JobState begun, Tenure tenure, int from, Bytes32 digest, RankReporter reporter, ProgramGroup given) : IRankHost
    {
        private readonly AgentServices _services = desk._services;
        private readonly int _resumed = from;

        /// <summary>The last checkpoint that the program has handed in, or was resumed from.</summary>
        public int Reached { get; private set; } = from;

        /// <summary>The checkpoint that the program works for; of a program that has reached all, the last one.</summary>
        public int Working { get; private set; } = from + 1;

        public Interval Interval { get; private set; } = desk.IntervalOf(begun, from + 1, begun.GroupOf(tenure.Rank));

        /// <summary>Whether the program knows where it begins: it does so at its beginning, or has been given the state to go on from.</summary>
        public bool KnowsItsBegin { get; private set; } = from == 0;

        /// <summary>What the program has contributed since then.</summary>
        public ProgramGroup Given => given;

        public async Task<ReadOnlyMemory<byte>> RestoreAsync(CancellationToken cancellationToken)
        {
            string? told = null;
            while (true)
            {
                var found = await new StateSource(desk.Journal, _services.States, desk._exchange).FindAsync(digest, cancellationToken);
                if (found.State is { } state)
                {
                    _services.Log.StateFound(desk._job.ToString(), tenure.Rank, _resumed, found.Source);
                    _services.Loop.Post(() => desk._heldUp = null);
                    KnowsItsBegin = true;
                    return state;
                }

                if (found.Source != told)
                {
                    told = found.Source;
                    _services.Log.StateAwaited(desk._job.ToString(), tenure.Rank, _resumed, found.Source);
                }

                // Replicas store what they computed as soon as it is settled, and give it to others: it is on its way.
                _services.Loop.Post(() => desk.HoldUpUntil(ulong.MaxValue));
                await desk.NextBlockAsync(cancellationToken);
            }
        }

        public async Task<CheckpointAnswer> CheckpointAsync(
            int number, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            if (await desk.RoundAtAsync(number, tenure, cancellationToken) is { } round)
            {
                var audit = PassAuditAsync(cancellationToken);
                await (CommitsUnaudited(number) ? Task.CompletedTask : audit);
                result = _services.Options.Misconduct?.Applies(MisconductKind.Digest, number) == true ? Falsified(result) : result;
                var record = new CheckpointRecord.Reached(round, given.Operations, given.Transcript, Bytes32.Sha256(result.Span), Bytes32.Sha256(state.Span));
                var kept = await desk.Journal.KeepAsync(record, result, state, cancellationToken);
                _services.Log.CheckpointReached(desk._job.ToString(), tenure.Rank, number, kept.Digest.ToString());
                await audit;
            }

            Reached = number;
            var answer = await desk.WhenAsync(
                job => job.Status == JobStatus.Completed ? GoOn(job)
                    : !HasPlace(job, tenure) ? CheckpointAnswer.Stop("the seller has lost its place in the job")
                    : job.Checkpoint > number ? GoOn(job)
                    : null,
                cancellationToken);
            given.Begin(number + 1);
            reporter.Pass(number);
            return answer;

            CheckpointAnswer GoOn(JobState job)
            {
                if (job.Checkpoint > number)
                {
                    (Working, Interval) = (number + 1, desk.IntervalOf(job, number + 1, job.GroupOf(tenure.Rank)));
                }

                return CheckpointAnswer.GoOn;
            }
        }

        public void Started(ISandboxedProcess process) => reporter.Listen(() => process.ErrorTail);

        public void Progress(ulong done, ulong total, double? residual) => reporter.Progress(done, total, residual);

        public void Log(string line)
        {
            _services.Log.ProgramSays(desk._job.ToString(), line);
            reporter.Say(line);
        }

        /// <summary>Completes when the interval has passed its audit (docs/spec/joined.md, Expulsion), and never if it has not.</summary>
        private async Task PassAuditAsync(CancellationToken cancellationToken)
        {
            var outcome = await given.AuditAsync(cancellationToken);
            if (outcome.End != AuditEnd.Passed)
            {
                desk.TakeFailure(outcome, tenure);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }

        // What is rehearsed is not to be undone by the liar's own audit.
        private bool CommitsUnaudited(int number) => _services.Options.Misconduct is { } misconduct
            && (misconduct.Applies(MisconductKind.Contribution, number) || misconduct.Applies(MisconductKind.Listen, number));

        private static byte[] Falsified(ReadOnlyMemory<byte> result) => [.. result.Span, 1];
    }
}
