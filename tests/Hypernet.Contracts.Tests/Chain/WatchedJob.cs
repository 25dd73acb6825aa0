using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Chain;

/// <summary>A job on the chain beside the fold of its events: after every transaction both must say the same.</summary>
internal sealed class WatchedJob
{
    private readonly LocalMarket _market;

    private WatchedJob(LocalMarket market, JobState state)
    {
        _market = market;
        State = state;
        Contract = new JobContract(market.Client, state.Job);
        Reputation = new WatchedReputation(market);
    }

    public JobContract Contract { get; }

    public JobState State { get; private set; }

    /// <summary>What the job does to the good name of buyer and sellers.</summary>
    public WatchedReputation Reputation { get; }

    /// <summary>Transactions after which everything was compared.</summary>
    public int Comparisons { get; private set; }

    public static async Task<WatchedJob> PlaceAsync(LocalMarket market, JobPlacement placement)
    {
        TransactionReceipt receipt = await market.SendAsync(market.Buyer, market.Factory.Place(placement));
        JobEvent.JobPlaced placed = Assert.Single(receipt.Logs.Select(log => FactoryEvents.TryDecode(log, out var happened) ? happened : null).OfType<JobEvent.JobPlaced>());
        var job = new WatchedJob(market, JobState.Of(placed));
        await job.CompareAsync();
        return job;
    }

    public async Task SendAsync(Account from, ContractCall call)
    {
        TransactionReceipt receipt = await _market.SendAsync(from, call);
        foreach (FilterLog log in receipt.Logs.Where(log => log.Address == State.Job.ToAddress()))
        {
            Assert.True(JobEvents.TryDecode(log, out JobEvent? happened), $"Topic {log.Topics[0]} of the job is not decoded.");
            State = State.When(happened);
        }

        await Reputation.TellAsync(receipt);
        await CompareAsync();
    }

    public async Task PassAsync(int seconds, int blocks = 1)
    {
        await _market.PassAsync(seconds, blocks);
        await CompareAsync();
    }

    private async Task CompareAsync()
    {
        DateTimeOffset now = await _market.NowAsync();
        await CompareProgressAsync(now);
        foreach (Market.Tenure tenure in State.Tenures)
        {
            await CompareAsync(tenure);
        }

        foreach (JobApplication application in State.Applications)
        {
            Abi.Tenure view = await Contract.AskAsync(new JobAbi.TenureOfCall(application.Seller.ToAddress()));
            Assert.Equal(
                (application.Group, application.LockedCells, application.Ask.Units, true),
                (view.Group, view.LockedCells, view.Ask, view.Application > 0));
        }

        foreach (FormerSeller former in State.FormerSellers)
        {
            Abi.Tenure view = await Contract.AskAsync(new JobAbi.TenureOfCall(former.Seller.ToAddress()));
            bool isBack = State.TenureOf(former.Seller) is not null;
            Assert.Equal(((int)view.Nonce, isBack || view.IsClosed), (former.Departures, isBack || former.HasUnsigned));
        }

        foreach (JobGroup group in State.Groups)
        {
            await CompareAsync(group, now);
        }

        Assert.Equal(await _market.Collateral.BalanceOfAsync(State.Job), State.Money.Balance);
        Comparisons++;
    }

    private async Task CompareProgressAsync(DateTimeOffset now)
    {
        Progress view = await Contract.AskAsync(default(JobAbi.ProgressCall));
        ulong clock = await Contract.AskAsync(default(JobAbi.ClockCall));
        Assert.Equal(
            (view.Status, view.AbortReason, view.IsRefunded, (int)view.Checkpoint, (int)view.Seatings, (int)view.PaidCells, view.SeedBlock),
            (State.Status, State.AbortReason, State.IsRefunded, State.Checkpoint, State.Seatings, State.PaidCells, State.SeedBlock));
        Assert.Equal(
            (view.FilledAt.ToTimeOrNone(), view.FrozenAt.ToTimeOrNone(), TimeSpan.FromSeconds(view.FrozenSeconds), view.AnnouncedAt.ToTimeOrNone(), view.IsCompensated),
            (State.FilledAt, State.FrozenAt, State.FrozenTime, State.AnnouncedAt, State.Compensation > Amount.Zero));
        Assert.Equal(State.UnitPrice.Units, (UInt128)await Contract.AskAsync(default(JobAbi.UnitPriceCall)));
        Assert.Equal(State.AuctionEnd, ((ulong)await Contract.AskAsync(default(JobAbi.AuctionEndCall))).ToTimeOrNone());
        Assert.Equal((view.Signed + view.Seatings, clock.ToTime()), (State.Tenures.Count, State.Clock(now)));
        Assert.Equal(await Contract.AskAsync(default(JobAbi.SeedCall)), State.Seed.ToHash32());
        if (State.IsUnderWay)
        {
            Assert.Equal((view.SettledGroups, view.ShortGroups), (State.SettledGroups, State.ShortGroups));
        }
    }

    private async Task CompareAsync(Market.Tenure tenure)
    {
        Abi.Tenure view = await Contract.AskAsync(new JobAbi.TenureOfCall(tenure.Seller.ToAddress()));
        Assert.Equal(
            (view.Number - 1, (int)view.Rank, (int)view.FirstCheckpoint, (int)view.EndCheckpoint, (int)view.LockedCells, (int)view.ForfeitedCells, (int)view.PaidCells),
            (tenure.Id, tenure.Rank, tenure.FirstCheckpoint, tenure.LastCheckpoint ?? 0, tenure.LockedCells, tenure.ForfeitedCells, tenure.PaidCells));
        Assert.Equal(
            (view.Ask, view.AgentKey.ToAccount(), view.Beneficiary.ToAccount(), view.IsClosed, view.IsUnderbid),
            (tenure.Ask.Units, tenure.AgentKey, tenure.Beneficiary, tenure.IsClosed, tenure.IsUnderbid));
    }

    private async Task CompareAsync(JobGroup group, DateTimeOffset now)
    {
        Group view = await Contract.AskAsync(new JobAbi.GroupCall((ushort)group.Id));
        JobAbi.DrawOfResult draw = await Contract.AskAsync(new JobAbi.DrawOfCall((ushort)group.Id));
        Assert.Equal(
            (view.Checkpoint, view.Attempt, view.T0.ToTime(), view.ClosedAt.ToTimeOrNone()),
            (State.Checkpoint, group.Attempt, group.T0, State.ClosedAt(group, now)));
        Assert.Equal(
            (view.Active, view.Pending, view.Committed, view.Present, view.Revealed),
            (group.Active.Bits, group.Pending.Bits, group.Committed.Bits, group.Present.Bits, group.Revealed.Bits));
        Assert.Equal(
            (view.IsSettled, view.HasRearmed, view.HasRestarted, view.HasExpelled),
            (State.PhaseOf(group, now) == RoundPhase.Settled, group.HasRearmed, group.HasRestarted, group.HasExpelled));
        Assert.Equal((draw.CloseBlock, (int)(ulong)draw.Applicants), (group.CloseBlock, State.Applications.Count(application => application.Group == group.Id)));
        for (int replica = 0; replica < State.Terms.Replication; replica++)
        {
            int rank = (group.Id * State.Terms.Replication) + replica;
            Assert.Equal(await Contract.AskAsync(new JobAbi.TenureAtCall((ushort)rank)), (uint)State.TenureAt(rank).Id);
            if (group.Committed.Contains(replica))
            {
                Assert.Equal((await Contract.AskAsync(new JobAbi.WordOfCall((ushort)rank))).ToBytes32(), WordOf(group, replica));
            }
        }
    }

    // A reveal stands over the commitment: tag and seal in one word.
    private static Bytes32 WordOf(JobGroup group, int replica)
    {
        if (!group.Revealed.Contains(replica))
        {
            return group.Commitments[replica];
        }

        Span<byte> word = stackalloc byte[Bytes32.Length];
        group.Reveals[replica].Tag.CopyTo(word);
        group.Reveals[replica].Seal.CopyTo(word[16..]);
        return new Bytes32(word);
    }
}
