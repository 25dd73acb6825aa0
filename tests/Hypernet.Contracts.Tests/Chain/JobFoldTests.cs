using System.Text;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Chain;

/// <summary>contracts.md §9, 24: the C# fold equals the contracts on the same log, compared after every transaction.</summary>
public sealed class JobFoldTests : IAsyncLifetime
{
    private const int Work = 40;
    private const int Reveal = 15;

    private LocalMarket _market = null!;

    private Account Backer => _market.People[17];

    public async Task InitializeAsync() => _market = await LocalMarket.StartAsync();

    public async Task DisposeAsync() => await _market.DisposeAsync();

    [Fact]
    public async Task The_fold_equals_the_contract_through_losses_a_freeze_and_replacements()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 3, quorum: 2, checkpoints: 3);
        await SignAllAsync(job);
        Assert.Equal(JobStatus.Running, job.State.Status);

        // Checkpoint 1: group 0 agrees; in group 1 one seller says nothing.
        await AgreeAsync(job, group: 0);
        await CommitAsync(job, 3);
        await CommitAsync(job, 4);
        await job.PassAsync(Work + 1);
        await RevealAsync(job, 3);
        await RevealAsync(job, 4);
        await SettleAsync(job, group: 1);
        Assert.Equal((2, Verdict.Missed), (job.State.Checkpoint, job.State.TenureAt(5).Verdict));

        // Checkpoint 2: group 1 finds a replacement; in group 0 one seller is wrong.
        await ApplyAsync(job, person: 10, group: 1);
        await ApplyAsync(job, person: 11, group: 1);
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(1));
        Assert.Equal("{2}", job.State.Groups[1].Pending.ToString());
        await CommitAsync(job, 0);
        await CommitAsync(job, 1);
        await CommitAsync(job, 2, result: "a lie");
        await RevealAsync(job, 0);
        await RevealAsync(job, 1);
        await RevealAsync(job, 2, result: "a lie");
        await SettleAsync(job, group: 0);
        Assert.Equal(Verdict.Wrong, job.State.TenureAt(2).Verdict);
        await AgreeAsync(job, group: 1);
        Assert.Equal((3, "{0, 1, 2}"), (job.State.Checkpoint, job.State.Groups[1].Active.ToString()));

        await AgreeAsync(job, group: 1);

        // Checkpoint 3: group 0 is held up, then disagrees, and is refilled while the job is frozen.
        await job.PassAsync((Work / 2) + 1);
        await job.SendAsync(SellerAt(job, 0), job.Contract.Present(0));
        await job.SendAsync(_market.Buyer, job.Contract.Present([(1, SignPresence(job, 1))]));
        await job.PassAsync(Work);
        await SettleAsync(job, group: 0);
        Assert.True(job.State.Groups[0].HasRearmed);
        await CommitAsync(job, 0);
        await CommitAsync(job, 1, result: "another answer");
        await RevealAsync(job, 0);
        await RevealAsync(job, 1, result: "another answer");
        await SettleAsync(job, group: 0);
        Assert.Equal((JobStatus.Frozen, 1), (job.State.Status, job.State.Groups[0].Attempt));
        await job.PassAsync(30);
        await ApplyAsync(job, person: 12, group: 0);
        await ApplyAsync(job, person: 13, group: 0);
        await ApplyAsync(job, person: 14, group: 0);
        await job.SendAsync(_market.People[14], job.Contract.WithdrawApplication());
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        Assert.Equal(JobStatus.Running, job.State.Status);
        await AgreeAsync(job, group: 0);
        Assert.Equal(JobStatus.Completed, job.State.Status);

        await EndAsync(job);
        Assert.Equal(14, job.State.PaidCells);
        Assert.True(job.Comparisons > 60, $"{job.Comparisons} comparisons");
    }

    [Fact]
    public async Task The_folds_of_reputation_equal_the_contract_while_stake_comes_earns_is_slashed_and_goes()
    {
        ReputationContract reputation = _market.Reputation;
        WatchedJob job = await PlaceAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 3);
        Account peer = _market.People[2];
        await job.SendAsync(peer, reputation.PlaceStake(peer, Amount.Parse("0.000000000000000003")));
        await SignAllAsync(job);
        await job.SendAsync(Backer, reputation.StartWithdrawal(peer, Amount.Parse("0.2")));
        await job.SendAsync(peer, reputation.SetBackerShare(1));
        await AgreeAsync(job, group: 0);
        await job.SendAsync(_market.Buyer, job.Contract.ClaimMany([0, 1, 2]));
        Assert.True(job.Reputation[peer].BackersPaid > Amount.Zero);
        Assert.Equal(Amount.Zero, job.Reputation[_market.People[3]].BackersPaid);
        await job.SendAsync(Backer, reputation.PlaceStake(peer, Amount.Parse("0.1")));

        // It lies, and so loses of what is on its way back, too.
        int liar = job.State.TenureOf(peer)!.Rank;
        foreach (int rank in Enumerable.Range(0, 3))
        {
            await CommitAsync(job, rank, result: rank == liar ? "a lie" : "the truth");
        }

        foreach (int rank in Enumerable.Range(0, 3))
        {
            await RevealAsync(job, rank, result: rank == liar ? "a lie" : "the truth");
        }

        await SettleAsync(job, group: 0);
        await AgreeAsync(job, group: 0);
        await EndAsync(job);
        PeerStanding known = job.Reputation[peer];
        Assert.Equal(1, known.Strikes);
        Assert.True(known.Slashed > Amount.Zero && known.Pool.Withdrawing > 0);

        await job.SendAsync(Backer, reputation.StartWithdrawal(peer, Amount.Parse("0.1")));
        await job.PassAsync(65 * 86_400);
        await job.SendAsync(Backer, reputation.WithdrawStake(peer));
        Assert.True(job.Reputation[peer].Pool.Withdrawing.IsZero);
        string[] all = [.. typeof(ReputationEvent).GetNestedTypes().Select(type => type.Name)];
        Assert.Equal(all.Order(), job.Reputation.Told.Order());
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_a_group_expels_one_of_its_ranks()
    {
        WatchedJob job = await PlaceAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 3);
        await SignAllAsync(job);
        Bytes32 evidence = Bytes32.Sha256("frames that differ from their seals"u8);
        var accusers = new[] { 0, 1 }.Select(rank => (rank, SignExpulsion(job, rank, against: 2, evidence))).ToList();

        // To have committed first does not save it.
        await CommitAsync(job, 2, result: "a lie");
        await job.SendAsync(_market.Buyer, job.Contract.Expel(2, evidence, accusers));

        Tenure left = job.State.TenureAt(2);
        Assert.Equal((Verdict.Expelled, 1, 2), (left.Verdict, left.LastCheckpoint, left.ForfeitedCells));
        Assert.Equal((JobStatus.Running, "{0, 1}", true), (job.State.Status, job.State.Groups[0].Active.ToString(), job.State.Groups[0].HasExpelled));
        Assert.Equal(0, job.State.Groups[0].Committed.Count);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => job.SendAsync(_market.Buyer, job.Contract.Expel(2, evidence, accusers)));
        Assert.Equal("ExpulsionSpent(group: 0, checkpoint: 1)", refused.Message);

        await ApplyAsync(job, person: 10, group: 0);
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        await AgreeAsync(job, group: 0);
        Assert.Equal((2, "{0, 1, 2}", false), (job.State.Checkpoint, job.State.Groups[0].Active.ToString(), job.State.Groups[0].HasExpelled));
        await AgreeAsync(job, group: 0);
        await AgreeAsync(job, group: 0);
        Assert.Equal((JobStatus.Completed, 8), (job.State.Status, job.State.PaidCells));
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_where_ranks_settle_by_their_signatures()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 3, quorum: 2, checkpoints: 9);
        await SignAllAsync(job);

        // Group 1 is a checkpoint ahead of group 0 when all settle together; what rank 0 has committed is void.
        await SettleUnanimousAsync(job, group: 1);
        await CommitAsync(job, 0);
        await SettleAllAsync(job, upTo: 4);
        Assert.Equal((5, 24, 1), (job.State.Checkpoint, job.State.PaidCells, job.State.Run));
        Assert.All(job.State.Tenures, tenure => Assert.Equal(4, tenure.ClaimableCells));
        await job.SendAsync(_market.Buyer, job.Contract.ClaimMany([0, 1]));

        // A quarrel: commitments that were exchanged go on chain, and one rank had committed to something else.
        await CommitAsync(job, 5, result: "a lie");
        await job.SendAsync(_market.Buyer, job.Contract.CommitMany([.. Enumerable.Range(0, 6).Select(rank => SignPledge(job, rank))]));
        Assert.Equal(("{0, 1, 2}", "{0, 1, 2}"), (job.State.Groups[0].Committed.ToString(), job.State.Groups[1].Committed.ToString()));
        for (int rank = 0; rank < 6; rank++)
        {
            await RevealAsync(job, rank, result: rank == 5 ? "a lie" : "the truth");
        }

        await SettleAsync(job, group: 1);
        Assert.Equal((6, 29, Verdict.Wrong), (job.State.Checkpoint, job.State.PaidCells, job.State.TenureAt(5).Verdict));

        // Those that are left go on; a pending rank keeps all at the checkpoint in work.
        await ApplyAsync(job, person: 10, group: 1);
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(1));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SettleAllAsync(job, upTo: 7));
        Assert.Equal("CheckpointOutOfRange(checkpoint: 7, least: 6, most: 6)", refused.Message);
        await SettleAllAsync(job, upTo: 6);
        Assert.Equal("{0, 1, 2}", job.State.Groups[1].Active.ToString());

        // The last settlement, from a round in which something was committed.
        await CommitAsync(job, 3);
        await SettleAllAsync(job, upTo: 9);
        Assert.Equal((JobStatus.Completed, 9, 52), (job.State.Status, job.State.Checkpoint, job.State.PaidCells));
        Assert.False(job.State.IsTerminated);
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_the_buyer_terminates()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 2, quorum: 2, checkpoints: 5);
        await SignAllAsync(job);
        await job.SendAsync(_market.Buyer, job.Contract.Terminate());
        await SettleAllAsync(job, upTo: 2);
        await job.PassAsync(Work);
        await SettleUnanimousAsync(job, group: 0);
        await SettleUnanimousAsync(job, group: 1);

        Assert.Equal((JobStatus.Completed, 3, 12, true), (job.State.Status, job.State.Checkpoint, job.State.PaidCells, job.State.IsTerminated));
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_the_buyer_terminates_a_frozen_job()
    {
        WatchedJob job = await PlaceAsync(groups: 1, replication: 2, quorum: 2, checkpoints: 2);
        await SignAllAsync(job);
        await CommitAsync(job, 0);
        await job.PassAsync(Work + 1);
        await RevealAsync(job, 0);
        await SettleAsync(job, group: 0);
        await job.SendAsync(_market.Buyer, job.Contract.Terminate());
        DateTimeOffset abortable = job.State.AbortableFrom!.Value;
        Assert.Equal(job.State.AnnouncedAt + TimeSpan.FromSeconds(2 * Reveal), abortable);
        await job.PassAsync((int)(abortable - await _market.NowAsync()).TotalSeconds);
        await job.SendAsync(_market.Buyer, job.Contract.Abort());

        Assert.Equal((AbortReason.Terminated, true), (job.State.AbortReason, job.State.IsTerminated));
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_sellers_resign_and_one_signs_two_commitments()
    {
        WatchedJob job = await PlaceAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 3);
        await SignAllAsync(job);
        await job.SendAsync(SellerAt(job, 0), job.Contract.Resign(0));
        Assert.Equal((JobStatus.Running, "{1, 2}", Verdict.Delayed), (job.State.Status, job.State.Groups[0].Active.ToString(), job.State.TenureAt(0).Verdict));
        await ApplyAsync(job, person: 10, group: 0);
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        Assert.Equal("{0}", job.State.Groups[0].Pending.ToString());

        // Two of three are left, and one of them has said two things: the one that was pending takes its part at once.
        await CommitAsync(job, 1);
        Bytes32 other = Bytes32.Sha256("another commitment"u8);
        await job.SendAsync(_market.Buyer, job.Contract.Equivocate(1, (job.State.Groups[0].Commitments[1], null), (other, SignPledge(job, 1, other).Signature)));
        Assert.Equal((JobStatus.Running, "{0, 2}", Verdict.Copied), (job.State.Status, job.State.Groups[0].Active.ToString(), job.State.TenureAt(1).Verdict));
        Assert.Equal(1, job.State.TenureAt(0).FirstCheckpoint);
        await AgreeAsync(job, group: 0);
        await AgreeAsync(job, group: 0);

        // Without a quorum the job waits for a replacement.
        await job.SendAsync(SellerAt(job, 2), job.Contract.Resign(2));
        Assert.Equal((JobStatus.Frozen, 1, Verdict.Missed), (job.State.Status, job.State.ShortGroups, job.State.TenureAt(2).Verdict));
        await ApplyAsync(job, person: 11, group: 0);
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        await AgreeAsync(job, group: 0);
        Assert.Equal((JobStatus.Completed, 6), (job.State.Status, job.State.PaidCells));
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_a_freeze_interrupts_reveals()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 2, quorum: 2, checkpoints: 1);
        await SignAllAsync(job);
        await CommitAsync(job, 0);
        await job.PassAsync(Work - 5);
        await CommitAsync(job, 2);
        await CommitAsync(job, 3);
        await job.PassAsync(6);
        await RevealAsync(job, 0);
        await SettleAsync(job, group: 0);
        Assert.Equal(JobStatus.Frozen, job.State.Status);

        await ApplyAsync(job, person: 10, group: 0);
        await ApplyAsync(job, person: 11, group: 0);
        await job.PassAsync(100, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));
        await job.PassAsync(1, blocks: 5);
        await job.SendAsync(_market.Buyer, job.Contract.Seat(0));

        Assert.Equal((JobStatus.Running, await _market.NowAsync()), (job.State.Status, job.State.Groups[1].ClosedAt));
        await RevealAsync(job, 2);
        await RevealAsync(job, 3);
        await AgreeAsync(job, group: 0);
        Assert.Equal(JobStatus.Completed, job.State.Status);
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_a_program_fails()
    {
        WatchedJob job = await PlaceAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 2);
        await SignAllAsync(job);
        CheckpointRecord failed = new CheckpointRecord.Failed(Context(job, 0), 0, default, FailureKind.ExitCode, 1);
        for (int rank = 0; rank < 3; rank++)
        {
            await CommitAsync(job, rank, failed);
        }

        for (int rank = 0; rank < 3; rank++)
        {
            await RevealAsync(job, rank, failed);
        }

        await job.SendAsync(_market.Buyer, job.Contract.Settle(0, failed.Digest));

        Assert.Equal((JobStatus.Aborted, AbortReason.ProgramFailed), (job.State.Status, job.State.AbortReason));
        Assert.True(job.State.Groups[0].HasFailed);
        await EndAsync(job);
        Assert.Equal(0, job.State.PaidCells);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_nobody_comes_to_a_frozen_job()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 2, quorum: 2, checkpoints: 2);
        await SignAllAsync(job);
        await CommitAsync(job, 2);
        await CommitAsync(job, 3);
        await job.PassAsync(Work + 1);
        await SettleAsync(job, group: 0);
        Assert.Equal(JobStatus.Frozen, job.State.Status);
        DateTimeOffset abortable = job.State.AbortableFrom!.Value;
        DateTimeOffset now = await _market.NowAsync();
        await job.PassAsync((int)(abortable - now).TotalSeconds - 2);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => job.SendAsync(_market.Buyer, job.Contract.Abort()));
        Assert.Equal($"AbortTooEarly(notBefore: {abortable.ToUnixTimeSeconds()})", refused.Message);
        await job.PassAsync(2);
        await job.SendAsync(_market.Buyer, job.Contract.Abort());

        Assert.Equal(AbortReason.NotRecruited, job.State.AbortReason);
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_when_the_buyer_cancels()
    {
        WatchedJob job = await PlaceAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 2);
        await SignAsync(job, 0);
        await job.SendAsync(_market.Buyer, job.Contract.Cancel());

        Assert.Equal(JobStatus.Cancelled, job.State.Status);
        Assert.True(job.State.Compensation > Amount.Zero);
        await EndAsync(job);
    }

    [Fact]
    public async Task The_fold_equals_the_contract_through_offers_an_auction_and_a_higher_price()
    {
        DateTimeOffset auctionEnd = await _market.NowAsync() + TimeSpan.FromMinutes(10);
        JobPlacement placement = await PlacementAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 2);
        WatchedJob job = await WatchedJob.PlaceAsync(_market, placement with { Terms = placement.Terms with { AuctionEnd = auctionEnd } });
        Account[] people = [.. _market.People];
        await job.SendAsync(_market.Buyer, job.Contract.IncreasePrice(Amount.Parse("0.011")));
        await job.SendAsync(people[2], job.Contract.Sign(Amount.Parse("0.011"), null, null, "tcp://127.0.0.1:1"));
        var offer = new SellerOffer(
            people[3], Amount.Parse("0.01"), people[18], people[19], "tcp://127.0.0.1:2", 0, await _market.NowAsync() + TimeSpan.FromHours(1));
        Signature signature = _market.Sign(people[3], Domains.Job(_market.ChainId, job.State.Job), offer.ToTypedStruct());
        await job.SendAsync(people[9], job.Contract.SignOffer(offer, signature));
        Assert.Equal((people[18], people[19]), (job.State.Tenures[1].AgentKey, job.State.Tenures[1].Beneficiary));

        // The seller of the last slot moves to the one that is given back.
        await job.PassAsync(60);
        await job.SendAsync(people[2], job.Contract.Unsign());
        Assert.Equal((people[3], 0), (job.State.Tenures[0].Seller, job.State.Tenures[0].Id));
        Assert.Equal(new FormerSeller(people[2], 1, HasUnsigned: true), job.State.FormerSellerOf(people[2]));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SignAsync(job, 0));
        Assert.StartsWith("SellerKnown(", refused.Message, StringComparison.Ordinal);

        await SignAsync(job, 2);
        await SignAsync(job, 3);
        Assert.Equal((JobStatus.Filled, 0UL), (job.State.Status, job.State.SeedBlock));
        await job.PassAsync((int)(auctionEnd - await _market.NowAsync()).TotalSeconds - 30);
        await job.SendAsync(people[7], job.Contract.Underbid(0, Amount.Parse("0.0095"), null, null, "tcp://127.0.0.1:3"));
        Assert.Equal((1, auctionEnd + TimeSpan.FromMinutes(1)), (job.State.Extensions, job.State.AuctionEnd));
        await job.SendAsync(people[3], job.Contract.Underbid(1, Amount.Parse("0.008"), null, null, "tcp://127.0.0.1:2"));
        await job.SendAsync(people[3], job.Contract.LowerAsk(Amount.Parse("0.007")));
        Assert.Equal(["0.0095", "0.007", "0.009"], job.State.Tenures.Select(tenure => tenure.Ask.ToString()));
        Assert.True(job.State.IsAuction(await _market.NowAsync()));

        await job.PassAsync(181);
        Assert.False(job.State.IsAuction(await _market.NowAsync()));
        await job.SendAsync(people[9], job.Contract.Arm());
        await job.PassAsync(1);
        await job.SendAsync(people[9], job.Contract.Start());
        await AgreeAsync(job, group: 0);
        await AgreeAsync(job, group: 0);
        Assert.Equal((JobStatus.Completed, 6), (job.State.Status, job.State.PaidCells));
        await EndAsync(job);
    }

    [Fact]
    public async Task What_was_placed_is_what_the_chain_keeps()
    {
        WatchedJob job = await PlaceAsync(groups: 2, replication: 3, quorum: 2, checkpoints: 3);

        JobConfiguration configuration = await job.Contract.ConfigurationAsync();

        Assert.Equal(job.State.Terms, configuration.Terms);
        Assert.Equal((job.State.Placed.Buyer, job.State.Placed.Snapshot), (configuration.Buyer, configuration.Snapshot));
        Assert.Equal(job.State.Job, await _market.Factory.JobOfAsync(_market.Buyer, Nonce(1)));
        Assert.Null(await _market.Factory.JobOfAsync(_market.Buyer, Nonce(2)));
        Assert.Equal(LibraryStatus.Allowed, await _market.Libraries.StatusOfAsync(job.State.Placed.Libraries[0]));
        Assert.Equal(100, (await _market.ProtocolParameters.ValuesAsync()).FeeBps);
        Assert.True(await _market.Collateral.IsTrustedAsync(_market.Buyer, _market.Implementation));
    }

    [Fact]
    public async Task A_permit_places_a_job_from_the_buyers_wallet()
    {
        await _market.SendAsync(_market.Buyer, _market.Collateral.Withdraw(await _market.Collateral.FreeOfAsync(_market.Buyer)));
        await _market.SendAsync(_market.Buyer, _market.Token.Approve(_market.Collateral.Account, Amount.Zero));
        JobPlacement placement = await PlacementAsync(groups: 1, replication: 3, quorum: 2, checkpoints: 1);
        Amount amount = Amount.Parse("5");
        ulong deadline = (ulong)placement.Terms.SignDeadline.ToUnixTimeSeconds();
        var permit = new TokenPermit(
            _market.Buyer.ToAddress(), _market.Collateral.Account.ToAddress(), amount.Units, await _market.Token.NonceOfAsync(_market.Buyer), deadline);
        Signature signature = _market.Sign(_market.Buyer, Domains.Hypertoken(_market.ChainId, _market.Token.Account), permit.ToTypedStruct());

        await _market.SendAsync(_market.Buyer, _market.Factory.PlaceWithPermit(placement, amount, deadline, signature));

        Account job = (await _market.Factory.JobOfAsync(_market.Buyer, placement.Nonce))!.Value;
        Assert.Equal(JobStatus.Open, await new JobContract(_market.Client, job).StatusAsync());
        Assert.Equal(Amount.Parse("0.0303"), await _market.Collateral.BalanceOfAsync(job));
        Assert.Equal(amount - Amount.Parse("0.0303"), await _market.Collateral.FreeOfAsync(_market.Buyer));
        Assert.Equal(Amount.Parse("995"), await _market.Token.BalanceOfAsync(_market.Buyer));
        Assert.Equal(UInt256.Zero, await _market.Token.AllowanceAsync(_market.Buyer, _market.Collateral.Account));
    }

    // Stake stands behind the first three sellers, of which the second keeps all it earns.
    private async Task<WatchedJob> PlaceAsync(int groups, int replication, int quorum, int checkpoints)
    {
        WatchedJob job = await WatchedJob.PlaceAsync(_market, await PlacementAsync(groups, replication, quorum, checkpoints));
        for (int slot = 0; slot < 3; slot++)
        {
            await job.SendAsync(Backer, _market.Reputation.PlaceStake(_market.People[2 + slot], Amount.Parse("0.7")));
        }

        await job.SendAsync(_market.People[2], _market.Reputation.SetBackerShare(3333));
        await job.SendAsync(_market.People[4], _market.Reputation.SetBackerShare(5000));
        return job;
    }

    private async Task<JobPlacement> PlacementAsync(int groups, int replication, int quorum, int checkpoints)
    {
        var terms = new Terms(
            Amount.Parse("0.01"),
            Amount.Parse("0.02"),
            groups,
            replication,
            quorum,
            checkpoints,
            TimeSpan.FromSeconds(Work),
            TimeSpan.FromSeconds(Reveal),
            TimeSpan.FromSeconds(600),
            await _market.NowAsync() + TimeSpan.FromHours(1),
            AuctionEnd: null,
            LossPolicy.Restart,
            Numerics: default,
            Bytes32.Sha256("package"u8),
            LeastStake: default,
            LeastPoints: default,
            MostStrikes: 9,
            new Requirements { MemoryMiB = uint.MaxValue, Architecture = Architecture.X64 });
        Bytes32 numpy = LibraryRegistryContract.IdOf(new LibraryName("numpy", "host"), default);
        return new JobPlacement(_market.Implementation, Nonce(1), terms, [numpy], "store:package");
    }

    private static Bytes32 Nonce(ulong number) => ((UInt256)number).ToBytes32();

    private async Task SignAllAsync(WatchedJob job)
    {
        for (int slot = 0; slot < job.State.Terms.Ranks; slot++)
        {
            await SignAsync(job, slot);
        }

        await job.PassAsync(1);
        await job.SendAsync(_market.Buyer, job.Contract.Start());
    }

    // The second seller names an agent key and a beneficiary, the others nobody.
    private Task SignAsync(WatchedJob job, int slot) => job.SendAsync(_market.People[2 + slot], job.Contract.Sign(
        Amount.Parse("0.009"), slot == 1 ? _market.People[18] : null, slot == 1 ? _market.People[19] : null, "tcp://127.0.0.1:1"));

    private Task ApplyAsync(WatchedJob job, int person, int group) => job.SendAsync(
        _market.People[person], job.Contract.ApplyFor(group, Amount.Parse("0.008"), null, null, "tcp://127.0.0.1:2"));

    private async Task AgreeAsync(WatchedJob job, int group)
    {
        int[] ranks = [.. job.State.Groups[group].Active.Replicas().Select(replica => (group * job.State.Terms.Replication) + replica)];
        foreach (int rank in ranks)
        {
            await CommitAsync(job, rank);
        }

        foreach (int rank in ranks)
        {
            await RevealAsync(job, rank);
        }
    }

    private static Account SellerAt(WatchedJob job, int rank) => job.State.TenureAt(rank).AgentKey;

    private Signature SignPresence(WatchedJob job, int rank)
    {
        JobGroup group = job.State.Groups[job.State.GroupOf(rank)];
        var presence = new Presence(group.Id, job.State.Checkpoint, group.Attempt, job.State.TenureAt(rank).Id, group.T0);
        return _market.Sign(SellerAt(job, rank), Domains.Job(_market.ChainId, job.State.Job), presence.ToTypedStruct());
    }

    private Signature SignExpulsion(WatchedJob job, int rank, int against, Bytes32 evidence)
    {
        JobGroup group = job.State.Groups[job.State.GroupOf(against)];
        var expulsion = new Expulsion(group.Id, job.State.Checkpoint, group.Attempt, job.State.TenureAt(against).Id, evidence);
        return _market.Sign(SellerAt(job, rank), Domains.Job(_market.ChainId, job.State.Job), expulsion.ToTypedStruct());
    }

    private (CommitPledge Pledge, Signature Signature) SignPledge(WatchedJob job, int rank, Bytes32? other = null)
    {
        JobGroup group = job.State.Groups[job.State.GroupOf(rank)];
        Tenure tenure = job.State.TenureAt(rank);
        Bytes32 commitment = other ?? CommitmentOf(tenure, Record(job, group.Id, "the truth"));
        var pledge = new CommitPledge(group.Id, job.State.Checkpoint, group.Attempt, rank, tenure.Id, commitment);
        return (pledge, _market.Sign(tenure.AgentKey, Domains.Job(_market.ChainId, job.State.Job), pledge.ToTypedStruct()));
    }

    private IEnumerable<Signature> Attest(WatchedJob job, int group, int checkpoint) => job.State.Groups[group].Active.Replicas().Select(replica =>
    {
        var attestation = new Attestation(group, checkpoint, job.State.Groups[group].Attempt, Attested(group));
        return _market.Sign(
            SellerAt(job, (group * job.State.Terms.Replication) + replica), Domains.Job(_market.ChainId, job.State.Job), attestation.ToTypedStruct());
    });

    private static Bytes32 Attested(int group) => Bytes32.Sha256([(byte)group]);

    private Task SettleUnanimousAsync(WatchedJob job, int group) => job.SendAsync(
        _market.Buyer, job.Contract.SettleUnanimous(group, Attested(group), Attest(job, group, job.State.Checkpoint)));

    private Task SettleAllAsync(WatchedJob job, int upTo)
    {
        var groups = Enumerable.Range(0, job.State.Terms.Groups);
        return job.SendAsync(
            _market.Buyer, job.Contract.SettleAll(upTo, groups.Select(Attested), groups.SelectMany(group => Attest(job, group, upTo))));
    }

    private RoundContext Context(WatchedJob job, int group) => new(
        _market.ChainId, job.State.Job, (uint)job.State.Checkpoint, (uint)job.State.Groups[group].Attempt, (uint)group);

    private CheckpointRecord.Reached Record(WatchedJob job, int group, string result) => new(
        Context(job, group),
        0,
        Transcript.Start(job.State.Job, (uint)job.State.Checkpoint, (uint)group),
        Bytes32.Sha256(Encoding.UTF8.GetBytes(result)),
        Bytes32.Sha256("state"u8));

    private Task CommitAsync(WatchedJob job, int rank, string result = "the truth") =>
        CommitAsync(job, rank, Record(job, job.State.GroupOf(rank), result));

    private Task RevealAsync(WatchedJob job, int rank, string result = "the truth") =>
        RevealAsync(job, rank, Record(job, job.State.GroupOf(rank), result));

    private static Task CommitAsync(WatchedJob job, int rank, CheckpointRecord record)
    {
        Tenure tenure = job.State.TenureAt(rank);
        return job.SendAsync(tenure.AgentKey, job.Contract.Commit(rank, record.Context, CommitmentOf(tenure, record)));
    }

    private static Bytes32 CommitmentOf(Tenure tenure, CheckpointRecord record) => Commitments.Commitment(
        record.Context, tenure.Rank, tenure.Seller, Commitments.Tag(record), Seal(tenure, record), Salt(tenure.Rank));

    private static Task RevealAsync(WatchedJob job, int rank, CheckpointRecord record)
    {
        Tenure tenure = job.State.TenureAt(rank);
        return job.SendAsync(
            tenure.AgentKey, job.Contract.Reveal(rank, Commitments.Tag(record), Seal(tenure, record), Salt(rank), record.Digest));
    }

    private Task SettleAsync(WatchedJob job, int group) =>
        job.SendAsync(_market.Buyer, job.Contract.Settle(group, Record(job, group, "the truth").Digest));

    private static Bytes16 Seal(Tenure tenure, CheckpointRecord record) =>
        Commitments.Seal(record.Context, tenure.Rank, tenure.Id, tenure.Seller, record.Digest);

    private static Bytes32 Salt(int rank) => Bytes32.Sha256([(byte)rank]);

    private async Task EndAsync(WatchedJob job)
    {
        await job.SendAsync(_market.Buyer, job.Contract.Refund());
        await job.SendAsync(_market.Buyer, job.Contract.ClaimMany(job.State.Tenures.Select(tenure => tenure.Id)));
        foreach (JobApplication application in job.State.Applications)
        {
            await job.SendAsync(_market.Buyer, job.Contract.WithdrawApplicationOf(application.Seller));
        }

        Assert.All(job.State.Tenures, tenure => Assert.True(tenure.IsClosed));
        Assert.Equal(Amount.Zero, job.State.Money.Balance);
    }
}
