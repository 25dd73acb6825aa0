namespace Hypernet.Market;

public sealed partial record JobState
{
    private JobState Apply(JobEvent.SellerApplied applied) => this with
    {
        Applications =
        [
            .. Applications,
            new JobApplication(
                applied.Group, applied.Seller, applied.AgentKey, applied.Beneficiary, applied.Ask, applied.LockedCells, applied.Endpoint),
        ],
        Money = Money with { Locked = Money.Locked + CollateralOf(applied.LockedCells) },
    };

    private JobState Withdraw(JobEvent.ApplicationWithdrawn withdrawn)
    {
        JobApplication application = ApplicationOf(withdrawn, withdrawn.Seller);
        return this with
        {
            Applications = [.. Applications.Where(other => other != application)],
            Groups = Applications.Any(other => other.Group == withdrawn.Group && other != application)
                ? Groups
                : ChangeGroup(withdrawn, withdrawn.Group, group => group with { CloseBlock = 0 }).Groups,
            Money = Money with { Released = Money.Released + CollateralOf(application.LockedCells) },
        };
    }

    private JobState Seat(JobEvent.SellerSeated seated)
    {
        EnsureNextTenure(seated, seated.Tenure);
        JobApplication application = ApplicationOf(seated, seated.Seller);
        var tenure = new Tenure
        {
            Id = seated.Tenure,
            Seller = seated.Seller,
            AgentKey = application.AgentKey,
            Beneficiary = application.Beneficiary,
            Ask = application.Ask,
            Endpoint = application.Endpoint,
            Rank = seated.Rank,
            FirstCheckpoint = seated.FirstCheckpoint,
            LockedCells = seated.LockedCells,
        };
        JobState state = ChangeRank(seated, seated.Rank, (group, replica) => Enter(group, replica, seated));
        return state with
        {
            Tenures = [.. Tenures, tenure],
            Applications = [.. Applications.Where(other => other != application)],
            Seatings = Seatings + 1,
            Money = Money with
            {
                Released = Money.Released + CollateralOf(application.LockedCells) - CollateralOf(seated.LockedCells),
            },
        };
    }

    private JobGroup Enter(JobGroup group, int replica, JobEvent.SellerSeated seated)
    {
        var entered = ReplicaSet.Of(replica);
        bool isActive = seated.FirstCheckpoint == Checkpoint;
        return group with
        {
            Active = isActive ? group.Active | entered : group.Active,
            Pending = isActive ? group.Pending : group.Pending | entered,
            Tenures = group.Tenures.With(replica, seated.Tenure),
            T0 = seated.T0 ?? group.T0,
            Present = seated.T0 is null ? group.Present : ReplicaSet.Empty,
            CloseBlock = 0,
        };
    }

    private JobState Resume(JobEvent.JobResumed resumed) => FrozenAt is { } frozenAt
        ? this with
        {
            Status = JobStatus.Running,
            FrozenTime = FrozenTime + (resumed.ResumedAt - frozenAt),
            LastBarrier = frozenAt <= LastBarrier.T0 + Terms.Work ? LastBarrier with { T0 = resumed.ResumedAt } : LastBarrier,
            Groups = [.. Groups.Select(group => Resume(group, frozenAt, resumed.ResumedAt))],
        }
        : throw new JobHistoryException(resumed, "the job is not frozen");

    // contracts.md §3, 19: windows that were open when the job froze begin anew, windows that had passed stay passed.
    private JobGroup Resume(JobGroup group, DateTimeOffset frozenAt, DateTimeOffset resumedAt)
    {
        if (group.SettledCheckpoint == Checkpoint)
        {
            return group;
        }

        if (ClosedAt(group, frozenAt) is not { } closedAt)
        {
            return group with { T0 = resumedAt, Present = ReplicaSet.Empty };
        }

        if (group.Committed == ReplicaSet.Empty || frozenAt > closedAt + (2 * Terms.Reveal))
        {
            return group with { ClosedAt = closedAt };
        }

        return group with
        {
            ClosedAt = frozenAt <= closedAt + Terms.Reveal ? resumedAt : resumedAt - Terms.Reveal - Second,
        };
    }

    private JobApplication ApplicationOf(JobEvent happened, Account seller) =>
        Applications.FirstOrDefault(application => application.Seller == seller)
        ?? throw new JobHistoryException(happened, $"{seller} has no open application");

    private Amount CollateralOf(int cells) => Terms.UnitCollateral * (UInt128)cells;
}
