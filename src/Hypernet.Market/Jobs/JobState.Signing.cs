namespace Hypernet.Market;

public sealed partial record JobState
{
    /// <summary>What a seller that has left a slot before the start is told by; <see langword="null"/> for one that has not.</summary>
    public FormerSeller? FormerSellerOf(Account seller) => FormerSellers.FirstOrDefault(former => former.Seller == seller);

    private JobState Sign(JobEvent.SellerSigned signed)
    {
        EnsureNextTenure(signed, signed.Tenure);
        return Enter(Slot(signed.Tenure, signed.Seller, signed.AgentKey, signed.Beneficiary, signed.Ask, signed.Endpoint));
    }

    private JobState Unsign(JobEvent.SellerUnsigned unsigned)
    {
        JobState state = Leave(unsigned, unsigned.Tenure, unsigned.Seller, hasUnsigned: true);
        Tenure last = Tenures[^1];
        return state with
        {
            Tenures = [.. Tenures.With(unsigned.Tenure, last with { Id = unsigned.Tenure, Rank = unsigned.Tenure }).Take(Tenures.Count - 1)],
            Money = state.Money with
            {
                Released = state.Money.Released - unsigned.Forfeited,
                Forfeited = state.Money.Forfeited + unsigned.Forfeited,
            },
        };
    }

    private JobState Underbid(JobEvent.SellerUnderbid underbid)
    {
        JobState state = Leave(underbid, underbid.Tenure, underbid.Displaced, hasUnsigned: false) with { Extensions = underbid.Extensions };
        Tenure slot = Slot(
            underbid.Tenure, underbid.Seller, underbid.AgentKey, underbid.Beneficiary, underbid.Ask, underbid.Endpoint);
        return state.Enter(slot with { IsUnderbid = true });
    }

    private Tenure Slot(int number, Account seller, Account agentKey, Account beneficiary, Amount ask, string endpoint) => new()
    {
        Id = number,
        Seller = seller,
        AgentKey = agentKey,
        Beneficiary = beneficiary,
        Ask = ask,
        Endpoint = endpoint,
        Rank = number,
        FirstCheckpoint = 1,
        LockedCells = Terms.Checkpoints,
    };

    private JobState Enter(Tenure slot) => this with
    {
        Tenures = slot.Id < Tenures.Count ? Tenures.With(slot.Id, slot) : [.. Tenures, slot],
        Money = Money with { Locked = Money.Locked + Terms.FullCollateral },
    };

    private JobState Leave(JobEvent happened, int slot, Account seller, bool hasUnsigned)
    {
        if (slot < 0 || slot >= Tenures.Count || Tenures[slot].Seller != seller)
        {
            throw new JobHistoryException(happened, $"slot {slot} is not {seller}'s");
        }

        FormerSeller? before = FormerSellerOf(seller);
        return this with
        {
            FormerSellers =
            [
                .. FormerSellers.Where(former => former != before),
                new FormerSeller(seller, (before?.Departures ?? 0) + 1, hasUnsigned),
            ],
            Money = Money with { Released = Money.Released + Terms.FullCollateral },
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
            Begun = [started.T0],
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
