namespace Hypernet.Market;

public sealed partial record JobState
{
    private JobState Sign(JobEvent.SellerSigned signed)
    {
        EnsureNextTenure(signed, signed.Tenure);
        var tenure = new Tenure
        {
            Id = signed.Tenure,
            Seller = signed.Seller,
            AgentKey = signed.AgentKey,
            Beneficiary = signed.Beneficiary,
            Ask = signed.Ask,
            Endpoint = signed.Endpoint,
            Rank = signed.Tenure,
            FirstCheckpoint = 1,
            LockedCells = Terms.Checkpoints,
        };
        return this with
        {
            Tenures = [.. Tenures, tenure],
            Money = Money with { Locked = Money.Locked + Terms.FullCollateral },
        };
    }

    private JobState Start(JobEvent.JobStarted started)
    {
        if (Groups.Count > 0 || Tenures.Count != Terms.Ranks)
        {
            throw new JobHistoryException(started, $"{Tenures.Count} of {Terms.Ranks} slots are signed, and {Groups.Count} groups drawn");
        }

        var draw = new RankDraw(started.Seed, Terms.Ranks);
        var tenures = new Tenure[Terms.Ranks];
        var slots = new int[Terms.Ranks];
        foreach (Tenure slot in Tenures)
        {
            int rank = draw.RankOf(slot.Id);
            tenures[slot.Id] = slot with { Rank = rank };
            slots[rank] = slot.Id;
        }

        return this with
        {
            Status = JobStatus.Running,
            Seed = started.Seed,
            Checkpoint = 1,
            LastBarrier = new JobEvent.BarrierPassed(1, started.T0),
            Tenures = [.. tenures],
            Groups = [.. Enumerable.Range(0, Terms.Groups).Select(id => new JobGroup
            {
                Id = id,
                T0 = started.T0,
                Active = ReplicaSet.All(Terms.Replication),
                Tenures = [.. slots.AsSpan(id * Terms.Replication, Terms.Replication)],
                Commitments = [.. new Bytes32[Terms.Replication]],
                Reveals = [.. new RevealedResult[Terms.Replication]],
            })],
        };
    }

    private void EnsureNextTenure(JobEvent happened, int id)
    {
        if (id != Tenures.Count)
        {
            throw new JobHistoryException(happened, $"tenure {Tenures.Count} is the next, not {id}");
        }
    }
}
