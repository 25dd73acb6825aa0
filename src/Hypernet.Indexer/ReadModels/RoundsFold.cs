using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>The rounds of one job, past ones included: what <see cref="JobState"/> forgets when the next one begins.</summary>
internal sealed class RoundsFold
{
    private readonly SortedDictionary<(int Checkpoint, int Group, int Attempt), JobRound> _rounds = [];

    public IReadOnlyList<JobRound> Rounds => [.. _rounds.Values];

    /// <summary>Takes in an event that led from one state to the next.</summary>
    public void Add(JobState before, JobEvent happened, JobState after)
    {
        switch (happened)
        {
            case JobEvent.JobStarted or JobEvent.BarrierPassed:
                foreach (var group in after.Groups)
                {
                    Begin(after, group);
                }

                break;
            case JobEvent.GroupRestarted restarted:
                Begin(after, after.Groups[restarted.Group]);
                break;
            case JobEvent.SellerSeated seated when seated.FirstCheckpoint == after.Checkpoint:
                Begin(after, after.Groups[seated.Group]);
                break;
            case JobEvent.ResultCommitted committed:
                Change(before, committed.Group, round => round with
                {
                    Phase = committed.ClosedAt is null ? round.Phase : RoundPhase.Reveal,
                    Replicas = With(round, committed.Rank, replica => replica with { HasCommitted = true }),
                });
                break;
            case JobEvent.ResultRevealed revealed:
                Change(before, revealed.Group, round => round with
                {
                    Phase = RoundPhase.Reveal,
                    Replicas = With(round, revealed.Rank, replica => replica with { HasRevealed = true }),
                });
                break;
            case JobEvent.CheckpointSettled settled:
                Settle(before, settled, after);
                break;
            case JobEvent.SellerExpelled expelled:
                Drop(before, expelled.Group, expelled.Rank);
                break;
            case JobEvent.SellerEquivocated found:
                Drop(before, found.Group, found.Rank);
                Leave(after, found.Group, found.T0, found.ClosedAt);
                break;
            case JobEvent.SellerResigned resigned when !before.Groups[resigned.Group].Pending.Contains(before.ReplicaOf(resigned.Rank)):
                Leave(after, resigned.Group, resigned.T0, resigned.ClosedAt);
                break;
            case JobEvent.SellerFaulted faulted:
                Change(before, faulted.Group, round => round with
                {
                    Replicas = With(round, faulted.Rank, replica => replica with { Verdict = faulted.Verdict }),
                });
                break;
        }
    }

    // What a rank has committed and revealed is void.
    private void Drop(JobState state, int group, int rank) => Change(state, group, round => round with
    {
        Replicas = With(round, rank, replica => replica with { HasCommitted = false, HasRevealed = false }),
    });

    // A rank has left a round under way: others are let in, or nobody is waited for any more.
    private void Leave(JobState after, int group, DateTimeOffset? t0, DateTimeOffset? closedAt)
    {
        if (t0 is not null)
        {
            Begin(after, after.Groups[group]);
        }
        else if (closedAt is not null)
        {
            Change(after, group, round => round with { Phase = round.Phase == RoundPhase.Commit ? RoundPhase.Reveal : round.Phase });
        }
    }

    // All ranks together may settle several checkpoints, of which only the last one has a digest on chain.
    private void Settle(JobState before, JobEvent.CheckpointSettled settled, JobState after)
    {
        for (int checkpoint = before.Groups[settled.Group].SettledCheckpoint + 1; checkpoint <= settled.Checkpoint; checkpoint++)
        {
            var key = (checkpoint, settled.Group, settled.Attempt);
            if (!_rounds.ContainsKey(key))
            {
                Begin(after, after.Groups[settled.Group], checkpoint);
            }

            var round = _rounds[key];
            _rounds[key] = round with
            {
                Phase = RoundPhase.Settled,
                Digest = checkpoint == settled.Checkpoint ? settled.Digest : null,
                Replicas = [.. round.Replicas.Select(replica => settled.Honest.Contains(before.ReplicaOf(replica.Rank))
                    ? replica with { Verdict = Verdict.Honest }
                    : replica)],
            };
        }
    }

    // A round that began already keeps what its replicas did; ranks that came since are added.
    private void Begin(JobState state, JobGroup group) => Begin(state, group, state.Checkpoint);

    private void Begin(JobState state, JobGroup group, int checkpoint)
    {
        var key = (Checkpoint: checkpoint, group.Id, group.Attempt);
        var known = _rounds.GetValueOrDefault(key);
        var replicas = group.Active.Replicas().Select(replica => new RoundReplica(
            (group.Id * state.Terms.Replication) + replica, state.Tenures[group.Tenures[replica]].Seller, false, false, Verdict.Undecided));
        var left = known?.Replicas ?? [];
        _rounds[key] = new JobRound(checkpoint, group.Id, group.Attempt, RoundPhase.Commit, null,
        [
            .. left.Concat(replicas.Where(replica => !left.Any(other => other.Rank == replica.Rank && other.Seller == replica.Seller)))
                .OrderBy(replica => replica.Rank),
        ]);
    }

    private void Change(JobState state, int group, Func<JobRound, JobRound> change)
    {
        var key = (state.Checkpoint, group, state.Groups[group].Attempt);
        if (_rounds.TryGetValue(key, out var round))
        {
            _rounds[key] = change(round);
        }
    }

    private static IReadOnlyList<RoundReplica> With(JobRound round, int rank, Func<RoundReplica, RoundReplica> change) =>
        [.. round.Replicas.Select(replica => replica.Rank == rank && replica.Verdict == Verdict.Undecided ? change(replica) : replica)];
}
