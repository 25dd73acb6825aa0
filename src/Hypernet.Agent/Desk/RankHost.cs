using Hypernet.Agent.Checkpoints;
using Hypernet.Market;
using Hypernet.Runtime;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    /// <summary>Answers the program of one rank: its checkpoints become records, and it goes on when they are settled.</summary>
    private sealed class RankHost(JobDesk desk, Tenure tenure) : IRankHost
    {
        private readonly AgentServices _services = desk._services;

        /// <summary>The last checkpoint that the program has handed in, or was resumed from.</summary>
        public int Reached { get; private set; } = Settled(desk, tenure);

        public async Task<ReadOnlyMemory<byte>> RestoreAsync(CancellationToken cancellationToken)
        {
            var digest = desk._history.State!.Groups[desk._history.State.GroupOf(tenure.Rank)].Digests[Reached - 1];
            var source = new StateSource(_services.Server);
            while (true)
            {
                if (await source.FindAsync(digest, cancellationToken) is { } state)
                {
                    return state;
                }

                // Replicas store what they computed as soon as commitments are closed: it is on its way.
                await desk.NextBlockAsync(cancellationToken);
            }
        }

        public async Task<CheckpointAnswer> CheckpointAsync(
            int number, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            if (await desk.RoundOfAsync(number, tenure, cancellationToken) is not { } round)
            {
                return CheckpointAnswer.Stop("the seller has lost its place in the job");
            }

            result = _services.Options.Misconduct?.Checkpoint == number ? Falsified(result) : result;
            var transcript = Transcript.Start(desk._job, round.Checkpoint, round.Group);
            var record = new CheckpointRecord.Reached(round, 0, transcript, Bytes32.Sha256(result.Span), Bytes32.Sha256(state.Span));
            var kept = await desk.Journal.KeepAsync(record, result, state, cancellationToken);
            Reached = number;
            _services.Log.CheckpointReached(desk._job.ToString(), tenure.Rank, number, kept.Digest.ToString());
            return await desk.WhenAsync(
                (job, _) => job.Checkpoint > number || job.Status == JobStatus.Completed ? CheckpointAnswer.GoOn
                    : !HasPlace(job, tenure) ? CheckpointAnswer.Stop("the seller has lost its place in the job")
                    : null,
                cancellationToken);
        }

        public void Progress(ulong done, ulong total)
        {
        }

        public void Log(string line) => _services.Log.ProgramSays(desk._job.ToString(), line);

        private static int Settled(JobDesk desk, Tenure tenure)
        {
            var job = desk._history.State!;
            return job.Groups[job.GroupOf(tenure.Rank)].SettledCheckpoint;
        }

        private static byte[] Falsified(ReadOnlyMemory<byte> result)
        {
            byte[] bytes = result.ToArray();
            bytes[^1] ^= 1;
            return bytes;
        }
    }
}
