namespace Hypernet.Market;

public sealed partial record JobState
{
    private JobState Commit(JobEvent.ResultCommitted committed) => ChangeRank(committed, committed.Rank, (group, replica) => group with
    {
        Committed = group.Committed | ReplicaSet.Of(replica),
        Commitments = group.Commitments.With(replica, committed.Commitment),
        ClosedAt = committed.ClosedAt,
    });

    private JobState ShowPresence(JobEvent.PresenceShown shown) => ChangeRank(shown, shown.Rank, (group, replica) => group with
    {
        Present = group.Present | ReplicaSet.Of(replica),
    });

    private JobState Reveal(JobEvent.ResultRevealed revealed) => ChangeRank(revealed, revealed.Rank, (group, replica) => group with
    {
        Revealed = group.Revealed | ReplicaSet.Of(replica),
        Reveals = group.Reveals.With(replica, new RevealedResult(revealed.Tag, revealed.Seal)),
    });

    private JobState Open(JobEvent.DigestOpened opened) => ChangeGroup(opened, opened.Group, group => group with
    {
        Opened = opened.Digest,
        HasFailed = opened.HasFailed,
    });

    private JobState Settle(JobEvent.CheckpointSettled settled)
    {
        // All ranks together may be ahead of the checkpoint in work.
        bool isTogether = settled.Path == SettlementPath.Together && settled.Checkpoint <= Terms.Checkpoints;
        if (settled.Checkpoint != Checkpoint && !(isTogether && settled.Checkpoint > Checkpoint))
        {
            throw new JobHistoryException(settled, $"checkpoint {Checkpoint} is in work, not {settled.Checkpoint}");
        }

        int cells = 0;
        JobState state = ChangeGroup(settled, settled.Group, group =>
        {
            cells = settled.Checkpoint - group.SettledCheckpoint;
            return cells == 1 || (cells > 1 && isTogether)
                ? SettleGroup(group, settled, cells)
                : throw new JobHistoryException(settled, $"group {group.Id} has settled checkpoint {group.SettledCheckpoint}");
        });
        foreach (int replica in settled.Honest.Replicas())
        {
            state = replica < Terms.Replication
                ? state.ChangeTenure(settled, Groups[settled.Group].Tenures[replica], tenure => tenure with { SettledCells = tenure.SettledCells + cells })
                : throw new JobHistoryException(settled, $"there is no replica {replica}");
        }

        return state with { Checkpoint = settled.Checkpoint, PaidCells = PaidCells + (cells * settled.Honest.Count) };
    }

    // Who is ahead has left behind the round that began with the last barrier.
    private JobGroup SettleGroup(JobGroup group, JobEvent.CheckpointSettled settled, int cells) =>
        (settled.Checkpoint > LastBarrier.Checkpoint ? group.Reach(LastBarrier.T0) : group) with
        {
            Digests = [.. group.Digests, .. Enumerable.Repeat(default(Bytes32), cells - 1), settled.Digest],
            Active = settled.Honest,
        };

    private JobState Fault(JobEvent.SellerFaulted faulted)
    {
        var left = ReplicaSet.Of(ReplicaOf(faulted.Rank));
        JobState state = ChangeTenure(faulted, faulted.Tenure, tenure => tenure with
        {
            LastCheckpoint = faulted.Checkpoint,
            Verdict = faulted.Verdict,
            ForfeitedCells = CellsOf(faulted.Amount),
        });
        state = state.ChangeGroup(faulted, faulted.Group, group => group with
        {
            Active = group.Active - left,
            Pending = group.Pending - left,
        });
        return state with { Money = Money with { Forfeited = Money.Forfeited + faulted.Amount } };
    }

    // Its own SellerFaulted follows, and takes the place.
    private JobState Expel(JobEvent.SellerExpelled expelled) => ChangeGroup(expelled, expelled.Group, group => group with
    {
        Committed = group.Committed - ReplicaSet.Of(ReplicaOf(expelled.Rank)),
        Revealed = group.Revealed - ReplicaSet.Of(ReplicaOf(expelled.Rank)),
        HasExpelled = true,
    });

    private JobState Resign(JobEvent.SellerResigned resigned)
    {
        bool isPending = Groups.Any(group => group.Id == resigned.Group && group.Pending.Contains(ReplicaOf(resigned.Rank)));
        return isPending
            ? ChangeRank(resigned, resigned.Rank, (group, replica) => group with { Pending = group.Pending - ReplicaSet.Of(replica) })
            : Leave(resigned, resigned.Rank, resigned.T0, resigned.ClosedAt);
    }

    // An active rank leaves a round under way; if that begins anew, those that were pending take part from now on.
    private JobState Leave(JobEvent happened, int rank, DateTimeOffset? t0, DateTimeOffset? closedAt)
    {
        JobState state = ChangeRank(happened, rank, (group, replica) => group with
        {
            Active = (group.Active - ReplicaSet.Of(replica)) | (t0 is null ? ReplicaSet.Empty : group.Pending),
            Pending = t0 is null ? group.Pending : ReplicaSet.Empty,
            Committed = group.Committed - ReplicaSet.Of(replica),
            Revealed = group.Revealed - ReplicaSet.Of(replica),
            Present = t0 is null ? group.Present : ReplicaSet.Empty,
            T0 = t0 ?? group.T0,
            ClosedAt = closedAt,
        });
        JobGroup before = Groups[GroupOf(rank)];
        return t0 is null ? state : state.Admit(happened, before, before.Pending);
    }

    // Those that waited for the next checkpoint work for this one.
    private JobState Admit(JobEvent happened, JobGroup before, ReplicaSet admitted)
    {
        JobState state = this;
        foreach (int replica in admitted.Replicas())
        {
            state = state.ChangeTenure(happened, before.Tenures[replica], tenure => tenure with { FirstCheckpoint = Checkpoint });
        }

        return state;
    }

    private JobState EndRound(JobEvent.RoundInconclusive inconclusive) => ChangeGroup(inconclusive, inconclusive.Group, group => group with
    {
        Active = ReplicaSet.Empty,
        HasRestarted = false,
    });

    private JobState Restart(JobEvent.GroupRestarted restarted)
    {
        JobState state = ChangeGroup(restarted, restarted.Group, group => group.Begin(restarted.T0) with
        {
            Attempt = restarted.Attempt,
            Active = restarted.Active,
            Pending = group.Pending - restarted.Active,
            HasRestarted = group.HasRestarted || restarted.Attempt != group.Attempt,

            // Only a group that is still a quorum of itself has spent its second chance.
            HasRearmed = group.HasRearmed || (restarted.Attempt == group.Attempt && group.Active.Count >= Terms.Quorum),
        });
        JobGroup before = Groups[restarted.Group];
        return state.Admit(restarted, before, before.Pending & restarted.Active);
    }

    private JobState PassBarrier(JobEvent.BarrierPassed passed) => passed.Checkpoint == Checkpoint + 1
        ? this with
        {
            Checkpoint = passed.Checkpoint,
            LastBarrier = passed,
            Begun = [.. Begun, passed.T0],
            Groups = [.. Groups.Select(group => group.Reach(passed.T0))],
        }
        : throw new JobHistoryException(passed, $"checkpoint {Checkpoint} is in work");
}
