using Xunit;

namespace Hypernet.Market;

public sealed class JobStateTests
{
    [Fact]
    public void A_placed_job_is_open_and_holds_its_escrow()
    {
        JobState state = new JobStory().State;

        Assert.Equal(JobStatus.Open, state.Status);
        Assert.Equal(new Amount(1010 * 6 * 3), state.Money.Balance);
        Assert.Empty(state.Tenures);
        Assert.Empty(state.Groups);
        Assert.Throws<InvalidOperationException>(() => state.TenureAt(0));
    }

    [Fact]
    public void A_seller_that_signs_takes_the_next_slot_and_locks_all_its_collateral()
    {
        JobState state = new JobStory().Sign(0).Sign(1).State;

        Assert.Equal([0, 1], state.Tenures.Select(tenure => tenure.Rank));
        Assert.Equal(new Amount(2 * 3 * 2000), state.Money.Locked);
        Assert.Equal(1, state.TenureOf(JobStory.Person(1))!.Id);
        Assert.Null(state.TenureOf(JobStory.Person(9)));
    }

    [Fact]
    public void At_the_start_every_slot_has_a_rank_of_its_own_and_is_active()
    {
        JobState state = JobStory.Started().State;

        Assert.Equal(JobStatus.Running, state.Status);
        Assert.Equal(1, state.Checkpoint);
        Assert.Equal(Enumerable.Range(0, 6), state.Tenures.Select(tenure => tenure.Rank).Order());
        Assert.All(state.Tenures, tenure => Assert.Equal(tenure, state.TenureAt(tenure.Rank)));
        Assert.All(state.Groups, group => Assert.Equal(3, group.Active.Count));
    }

    [Fact]
    public void A_round_goes_from_commit_over_reveal_to_settled()
    {
        JobStory story = JobStory.Started();
        RoundPhase Phase() => story.State.PhaseOf(story.State.Groups[0], story.Now);

        Assert.Equal(RoundPhase.Commit, Phase());
        story.Commit(0).Commit(1);
        Assert.Equal(RoundPhase.Commit, Phase());
        story.Wait(5).Commit(2, isLast: true);
        Assert.Equal(RoundPhase.Reveal, Phase());
        Assert.Equal(story.Now + TimeSpan.FromSeconds(15), story.State.RevealDeadline(story.State.Groups[0], story.Now));
        Assert.Equal(story.Now + TimeSpan.FromSeconds(30), story.State.OpenDeadline(story.State.Groups[0], story.Now));
        story.Reveal(0).Reveal(1).Reveal(2).Tell(
            new JobEvent.CheckpointSettled(0, 1, 0, JobStory.Digest, ReplicaSet.All(3), default, SettlementPath.Tally));
        Assert.Equal(RoundPhase.Settled, Phase());
        Assert.Equal([JobStory.Digest], story.State.Groups[0].Digests);
        Assert.Equal(3, story.State.PaidCells);
        Assert.Equal(1, story.State.SettledGroups);
    }

    [Fact]
    public void All_ranks_together_settle_every_checkpoint_that_their_group_has_not_settled()
    {
        JobStory story = JobStory.Started(checkpoints: 9).Settle(1).Commit(0);

        story.Tell(Together(group: 0, checkpoint: 3), Together(group: 1, checkpoint: 3));
        Assert.Equal((3, 2, 18), (story.State.Checkpoint, story.State.SettledGroups, story.State.PaidCells));
        story.Wait(7).PassBarrier();

        Assert.Equal((4, 0, 1), (story.State.Checkpoint, story.State.SettledGroups, story.State.Run));
        Assert.Equal([default, default, JobStory.Digest], story.State.Groups[0].Digests);
        Assert.Equal([JobStory.Digest, default, JobStory.Digest], story.State.Groups[1].Digests);
        Assert.Equal((story.Now, ReplicaSet.Empty), (story.State.Groups[0].T0, story.State.Groups[0].Committed));
        Assert.All(story.State.Tenures, tenure => Assert.Equal(3, tenure.ClaimableCells));
    }

    [Fact]
    public void Only_all_ranks_together_settle_beyond_the_checkpoint_in_work_and_nobody_beyond_the_last()
    {
        JobStory story = JobStory.Started(checkpoints: 3);

        JobEvent[] strange =
        [
            Together(group: 0, checkpoint: 4),
            Together(group: 0, checkpoint: 2) with { Path = SettlementPath.Unanimous },
            Together(group: 0, checkpoint: 0),
        ];

        Assert.All(strange, happened => Assert.Throws<JobHistoryException>(() => story.State.When(happened)));
        Assert.Throws<JobHistoryException>(() => story.Settle(0).Tell(Together(group: 0, checkpoint: 1)));
    }

    [Fact]
    public void A_termination_takes_effect_a_work_window_after_its_announcement_and_shortens_a_freeze()
    {
        JobStory story = JobStory.Started().Wait(7);
        DateTimeOffset announcedAt = story.Now;
        story.Tell(new JobEvent.TerminationAnnounced(announcedAt));
        Assert.Equal((announcedAt, announcedAt + TimeSpan.FromSeconds(41), null), (story.State.AnnouncedAt, story.State.TerminatesFrom, story.State.AbortableFrom));

        // Whatever is older, announcement or freeze: all have two reveal windows.
        JobState frozen = story.Wait(3).State.When(new JobEvent.JobFrozen(story.Now));
        Assert.Equal(story.Now + TimeSpan.FromSeconds(30), frozen.AbortableFrom);
        JobState announced = JobStory.Started().State
            .When(new JobEvent.JobFrozen(JobStory.Dawn)).When(new JobEvent.TerminationAnnounced(JobStory.Dawn + TimeSpan.FromSeconds(50)));
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(80), announced.AbortableFrom);
        JobState late = announced.When(new JobEvent.TerminationAnnounced(JobStory.Dawn + TimeSpan.FromSeconds(100)));
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(121), late.AbortableFrom);

        Assert.True(frozen.When(new JobEvent.JobAborted(AbortReason.Terminated)).IsTerminated);
        Assert.False(frozen.When(new JobEvent.JobAborted(AbortReason.NotRecruited)).IsTerminated);
        Assert.True(story.State.When(new JobEvent.JobCompleted()).IsTerminated);
        Assert.False(JobStory.Started(checkpoints: 1).State.When(new JobEvent.JobCompleted()).IsTerminated);
    }

    [Fact]
    public void Commitments_close_with_the_work_window_whoever_is_missing()
    {
        JobStory story = JobStory.Started().Commit(0);
        JobGroup group = story.State.Groups[0];

        Assert.Null(story.State.ClosedAt(group, JobStory.Dawn + TimeSpan.FromSeconds(41)));
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(41), story.State.ClosedAt(group, JobStory.Dawn + TimeSpan.FromSeconds(42)));
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(20), story.State.PresenceFrom(group));
    }

    [Fact]
    public void A_faulty_seller_leaves_and_loses_what_the_verdict_costs()
    {
        JobState state = JobStory.Started().Settle(0, faulty: 1).State;

        Tenure left = state.TenureAt(1);
        Assert.Equal((Verdict.Wrong, 1, 3, 0), (left.Verdict, left.LastCheckpoint, left.ForfeitedCells, left.SettledCells));
        Assert.Equal("{0, 2}", state.Groups[0].Active.ToString());
        Assert.Equal("{1}", state.Groups[0].Vacant.ToString());
        Assert.Equal(new Amount(3 * 2000), state.Money.Forfeited);
        Assert.Equal(2, state.PaidCells);
    }

    [Fact]
    public void An_expelled_seller_leaves_and_its_group_expels_no_other_until_the_next_checkpoint()
    {
        JobStory story = JobStory.Started();
        Tenure expelled = story.State.TenureAt(4);

        story.Tell(new JobEvent.SellerExpelled(expelled.Id, expelled.Seller, 1, 1, 0, 4, new ReplicaSet(0b101), JobStory.Digest))
            .Fault(4, Verdict.Expelled, cells: 2);

        Assert.Equal((Verdict.Expelled, 1, 2), (story.State.TenureAt(4).Verdict, story.State.TenureAt(4).LastCheckpoint, story.State.TenureAt(4).ForfeitedCells));
        Assert.Equal(("{0, 2}", "{1}", 0), (story.State.Groups[1].Active.ToString(), story.State.Groups[1].Vacant.ToString(), story.State.ShortGroups));
        Assert.Equal([false, true], story.State.Groups.Select(group => group.HasExpelled));
        story.Settle(0).Settle(1).PassBarrier();
        Assert.All(story.State.Groups, group => Assert.False(group.HasExpelled));
    }

    [Fact]
    public void What_an_expelled_seller_has_committed_and_revealed_is_dropped()
    {
        JobStory story = JobStory.Started().Commit(4).Reveal(4);
        Tenure expelled = story.State.TenureAt(4);
        Assert.Equal(("{1}", "{1}"), (story.State.Groups[1].Committed.ToString(), story.State.Groups[1].Revealed.ToString()));

        story.Tell(new JobEvent.SellerExpelled(expelled.Id, expelled.Seller, 1, 1, 0, 4, new ReplicaSet(0b101), JobStory.Digest))
            .Fault(4, Verdict.Expelled, cells: 2);

        Assert.Equal((0, 0), (story.State.Groups[1].Committed.Count, story.State.Groups[1].Revealed.Count));
    }

    [Fact]
    public void Who_resigns_leaves_the_round_to_the_others_and_may_have_been_the_last_one_awaited()
    {
        JobStory story = JobStory.Started().Commit(3).Commit(5);
        Tenure leaving = story.State.TenureAt(4);

        story.Tell(new JobEvent.SellerResigned(leaving.Id, leaving.Seller, 1, 1, 4, null, story.Now)).Fault(4, Verdict.Delayed, cells: 1);

        JobGroup group = story.State.Groups[1];
        Assert.Equal(("{0, 2}", "{0, 2}", story.Now, 0), (group.Active.ToString(), group.Committed.ToString(), group.ClosedAt, story.State.ShortGroups));
        Assert.Equal((1, 1), (story.State.TenureAt(4).LastCheckpoint, story.State.TenureAt(4).ForfeitedCells));
        Assert.Equal(1, story.State.Run);
    }

    [Fact]
    public void Who_is_pending_takes_part_at_once_when_the_group_would_be_short_of_one_that_leaves()
    {
        JobStory story = JobStory.Started().Fault(0, Verdict.Delayed, cells: 1)
            .Apply(50, group: 0, cells: 1)
            .Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 0, 2, 1, null))
            .Commit(1).Wait(7);
        Tenure leaving = story.State.TenureAt(2);

        story.Tell(new JobEvent.SellerEquivocated(leaving.Id, leaving.Seller, 1, 0, 0, 2, JobStory.Digest, default, story.Now, null))
            .Fault(2, Verdict.Copied, cells: 2);

        JobGroup group = story.State.Groups[0];
        Assert.Equal(("{0, 1}", "{}", "{1}", story.Now), (group.Active.ToString(), group.Pending.ToString(), group.Committed.ToString(), group.T0));
        Assert.Equal(1, story.State.TenureAt(0).FirstCheckpoint);
    }

    [Fact]
    public void A_group_whose_round_is_about_to_be_judged_is_not_short()
    {
        JobStory story = JobStory.Started().Commit(0).Commit(1).Commit(2);
        foreach (int rank in (int[])[0, 1])
        {
            Tenure leaving = story.State.TenureAt(rank);
            story.Tell(new JobEvent.SellerEquivocated(leaving.Id, leaving.Seller, 1, 0, 0, rank, JobStory.Digest, default, null, story.Now))
                .Fault(rank, Verdict.Copied, cells: 2);
        }

        Assert.Equal(("{2}", "{2}", 0), (story.State.Groups[0].Active.ToString(), story.State.Groups[0].Committed.ToString(), story.State.ShortGroups));
    }

    [Fact]
    public void The_barrier_begins_an_empty_round_in_every_group()
    {
        JobState state = JobStory.Started().Settle(0).Settle(1).Wait(9).PassBarrier().State;

        Assert.Equal(2, state.Checkpoint);
        Assert.Equal(0, state.SettledGroups);
        Assert.All(state.Groups, group => Assert.Equal(
            (JobStory.Dawn + TimeSpan.FromSeconds(9), default(ReplicaSet), default(ReplicaSet), 1),
            (group.T0, group.Committed, group.Revealed, group.SettledCheckpoint)));
        Assert.Equal([JobStory.Dawn, JobStory.Dawn + TimeSpan.FromSeconds(9)], state.Begun);
    }

    [Fact]
    public void A_replacement_waits_for_the_next_checkpoint_while_the_job_runs()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Settle(1).PassBarrier()
            .Apply(50, group: 0, cells: 1).Apply(51, group: 0, cells: 1)
            .Tell(new JobEvent.DrawArmed(0, 20), new JobEvent.SellerSeated(0, 6, JobStory.Person(51), 1, 3, 1, null));

        Assert.Equal("{1}", story.State.Groups[0].Pending.ToString());
        Assert.Equal(JobStory.Person(51), story.State.TenureAt(1).Seller);
        Assert.Equal(JobStory.Person(50), Assert.Single(story.State.Applications).Seller);
        Assert.Equal(0UL, story.State.Groups[0].CloseBlock);
        Assert.Equal(1, story.State.Seatings);

        story.Settle(0).Settle(1).PassBarrier();

        Assert.Equal("{0, 1, 2}", story.State.Groups[0].Active.ToString());
        Assert.Equal(ReplicaSet.Empty, story.State.Groups[0].Pending);
        story.Settle(0);
        Assert.Equal(1, story.State.TenureAt(1).ClaimableCells);
        Assert.Equal(1, story.State.Tenures.Count(tenure => tenure.Verdict == Verdict.Wrong));
    }

    [Fact]
    public void The_last_application_withdrawn_opens_the_list_and_returns_its_collateral()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Apply(50, 0, 2).Tell(new JobEvent.DrawArmed(0, 20));

        story.Tell(new JobEvent.ApplicationWithdrawn(0, JobStory.Person(50)));

        Assert.Empty(story.State.Applications);
        Assert.Equal(0UL, story.State.Groups[0].CloseBlock);
        Assert.Equal(new Amount(4000), story.State.Money.Released);
    }

    [Fact]
    public void An_inconclusive_round_restarts_the_group_empty_and_freezes_the_job()
    {
        JobStory story = JobStory.Started().Wait(60).Tell(new JobEvent.RoundInconclusive(0, 1, 0, default))
            .Fault(0, Verdict.Delayed, 1).Fault(1, Verdict.Delayed, 1).Fault(2, Verdict.Missed, 2);
        story.Tell(new JobEvent.GroupRestarted(0, 1, 1, default, story.Now), new JobEvent.JobFrozen(story.Now));

        JobGroup group = story.State.Groups[0];
        Assert.Equal((1, true, false, ReplicaSet.Empty), (group.Attempt, group.HasRestarted, group.HasRearmed, group.Active));
        Assert.Equal((JobStatus.Frozen, 1), (story.State.Status, story.State.ShortGroups));
        Assert.Equal(story.Now, story.State.Clock(story.Now + TimeSpan.FromDays(1)));
        Assert.Equal(story.Now + TimeSpan.FromSeconds(121), story.State.AbortableFrom);
    }

    [Fact]
    public void A_group_that_stays_silent_though_present_is_armed_once_more()
    {
        JobStory story = JobStory.Started().Wait(60).Fault(0, Verdict.Missed, 2);
        story.Tell(new JobEvent.GroupRestarted(0, 1, 0, new ReplicaSet(0b110), story.Now));

        Assert.Equal((true, false, story.Now), (story.State.Groups[0].HasRearmed, story.State.Groups[0].HasRestarted, story.State.Groups[0].T0));
    }

    [Fact]
    public void Too_few_that_stay_have_not_spent_their_second_chance()
    {
        JobStory story = JobStory.Started().Wait(60).Fault(0, Verdict.Missed, 2).Fault(1, Verdict.Missed, 2);
        story.Tell(new JobEvent.GroupRestarted(0, 1, 0, new ReplicaSet(0b100), story.Now), new JobEvent.JobFrozen(story.Now));

        Assert.False(story.State.Groups[0].HasRearmed);
    }

    [Fact]
    public void Pending_ranks_that_are_needed_enter_at_once()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Settle(1).PassBarrier().Apply(50, 0, 1)
            .Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 1, 3, 1, null))
            .Wait(60).Fault(0, Verdict.Missed, 2).Fault(2, Verdict.Missed, 2);

        story.Tell(new JobEvent.GroupRestarted(0, 2, 0, new ReplicaSet(0b010), story.Now));

        Assert.Equal(("{1}", "{}"), (story.State.Groups[0].Active.ToString(), story.State.Groups[0].Pending.ToString()));
        Assert.Equal(2, story.State.TenureAt(1).FirstCheckpoint);
    }

    [Fact]
    public void Who_enters_before_the_checkpoints_that_it_has_locked_for_gets_no_collateral_back_with_its_first_cell()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Settle(1).PassBarrier().Apply(50, 0, 1)
            .Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 1, 3, 1, null))
            .Wait(60).Fault(0, Verdict.Missed, 2).Fault(2, Verdict.Missed, 2);
        JobEvent.SellerPaid paid = new(6, JobStory.Person(50), 1, new Amount(800), new Amount(8), new Amount(202), Amount.Zero, Amount.Zero, false);

        story.Tell(new JobEvent.GroupRestarted(0, 2, 0, new ReplicaSet(0b010), story.Now)).Settle(0).Tell(paid);
        Assert.Equal((1, 0), (story.State.Tenures[6].PaidCells, story.State.Tenures[6].ReleasedCells));

        story.Settle(1).PassBarrier().Settle(0).Tell(paid with { Collateral = new Amount(2000) });
        Assert.Equal((2, 1), (story.State.Tenures[6].PaidCells, story.State.Tenures[6].ReleasedCells));
    }

    [Fact]
    public void In_a_frozen_job_a_replacement_enters_at_once_and_the_round_begins_anew()
    {
        JobStory story = Frozen();
        DateTimeOffset frozenAt = story.Now;

        story.Wait(100).Apply(50, 0, 3).Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 0, 1, 3, story.Now));

        Assert.Equal("{0}", story.State.Groups[0].Active.ToString());
        Assert.Equal(story.Now, story.State.Groups[0].T0);
        Assert.Equal(frozenAt, story.State.FrozenAt);
    }

    [Fact]
    public void Windows_that_were_open_in_the_freeze_begin_anew_and_passed_ones_stay_passed()
    {
        // Group 1 closed at second 10, its reveals end at 25, its opening at 40; the freeze comes at each of these times.
        Assert.Equal(0, SecondsFromResumption(frozenAfter: 25));
        Assert.Equal(-16, SecondsFromResumption(frozenAfter: 26));
        Assert.Equal(-16, SecondsFromResumption(frozenAfter: 40));
        Assert.Equal(10 - 1000, SecondsFromResumption(frozenAfter: 41));
    }

    [Fact]
    public void A_window_in_which_nobody_has_committed_stays_closed_where_it_closed()
    {
        JobStory story = JobStory.Started().Wait(60);
        story.Tell(new JobEvent.JobFrozen(story.Now)).Wait(100).Tell(new JobEvent.JobResumed(story.Now));

        Assert.Equal((JobStory.Dawn, JobStory.Dawn + story.State.Terms.Work), (story.State.Groups[1].T0, story.State.Groups[1].ClosedAt));
    }

    [Fact]
    public void A_checkpoint_begins_anew_at_the_end_of_a_freeze_that_came_within_its_window()
    {
        Assert.Equal(110, SecondsOfTheBegin(frozenAfter: 41));
        Assert.Equal(0, SecondsOfTheBegin(frozenAfter: 42));
    }

    [Fact]
    public void A_work_window_that_was_open_in_the_freeze_begins_anew_without_presences()
    {
        JobStory story = JobStory.Started().Wait(30).Tell(new JobEvent.PresenceShown(1, 1, 3, 0, 0), new JobEvent.JobFrozen(JobStory.Dawn + TimeSpan.FromSeconds(30)));

        story.Wait(100).Tell(new JobEvent.JobResumed(story.Now));

        Assert.Equal((story.Now, ReplicaSet.Empty), (story.State.Groups[1].T0, story.State.Groups[1].Present));
        Assert.Equal(JobStory.Dawn, Assert.Single(story.State.Begun));
        Assert.Equal(TimeSpan.FromSeconds(100), story.State.FrozenTime);
    }

    [Fact]
    public void Payments_and_refunds_empty_an_ended_job()
    {
        JobStory story = JobStory.Started(groups: 1, replication: 1, quorum: 1, checkpoints: 1).Settle(0).Tell(
            new JobEvent.JobCompleted(),
            new JobEvent.SellerPaid(0, JobStory.Person(0), 1, new Amount(900), new Amount(9), new Amount(101), new Amount(2000), default, true),
            new JobEvent.BuyerRefunded(JobStory.Person(101), default));

        Assert.Equal(JobStatus.Completed, story.State.Status);
        Assert.True(story.State.HasEnded);
        Assert.Equal(Amount.Zero, story.State.Money.Balance);
        Assert.Equal((0, new Amount(900), true), (story.State.Tenures[0].ClaimableCells, story.State.Tenures[0].Earned, story.State.Tenures[0].IsClosed));
        Assert.True(story.State.IsRefunded);
    }

    [Fact]
    public void Aborted_and_cancelled_jobs_say_why_and_what_is_due()
    {
        Assert.Equal(AbortReason.NoWork, JobStory.Started().Tell(new JobEvent.JobAborted(AbortReason.NoWork)).State.AbortReason);
        Assert.Equal(new Amount(5), new JobStory().Tell(new JobEvent.JobCancelled(new Amount(5))).State.Compensation);
    }

    [Fact]
    public void Anyone_can_cancel_after_the_deadline_of_the_state()
    {
        var story = new JobStory(1, 1, 1, 1);
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(3601), story.State.CancellableFrom);

        story.Sign(0).Tell(new JobEvent.JobFilled(story.Now));
        Assert.Equal(JobStory.Dawn + TimeSpan.FromSeconds(121), story.State.CancellableFrom);

        story.Tell(new JobEvent.SeedArmed(1), new JobEvent.JobStarted(default, story.Now));
        Assert.Null(story.State.CancellableFrom);
    }

    [Fact]
    public void Events_that_cannot_follow_are_refused_with_the_reason()
    {
        JobStory started = JobStory.Started();
        JobEvent[] strange =
        [
            started.State.Placed,
            new JobEvent.SellerSigned(9, default, default, default, default, ""),
            new JobEvent.JobStarted(default, default),
            new JobEvent.ResultCommitted(0, 1, 99, 0, 0, default, null),
            new JobEvent.ResultCommitted(0, 1, -1, 0, 0, default, null),
            new JobEvent.DigestOpened(9, 1, 0, default, false),
            new JobEvent.CheckpointSettled(0, 2, 0, default, default, default, default),
            new JobEvent.CheckpointSettled(0, 1, 0, default, new ReplicaSet(0b1000), default, default),
            new JobEvent.SellerFaulted(77, default, 1, 0, 0, Verdict.Wrong, default),
            new JobEvent.SellerFaulted(0, default, 1, 0, 0, Verdict.Wrong, new Amount(UInt128.MaxValue)),
            new JobEvent.SellerExpelled(0, default, 1, 9, 0, 0, default, default),
            new JobEvent.SellerResigned(0, default, 1, 9, 99, null, null),
            new JobEvent.SellerEquivocated(0, default, 1, 9, 0, 99, default, default, null, null),
            new JobEvent.BarrierPassed(3, default),
            new JobEvent.ApplicationWithdrawn(0, default),
            new JobEvent.SellerSeated(0, 6, default, 0, 1, 1, null),
            new JobEvent.JobResumed(default),
            new JobEvent.SellerPaid(0, default, 0, new Amount(UInt128.MaxValue), new Amount(1), default, default, default, false),
            new JobEvent.GroupRestarted(-1, 1, 0, default, default),
        ];

        Assert.All(strange, happened =>
        {
            var refused = Assert.Throws<JobHistoryException>(() => started.State.When(happened).When(happened));
            Assert.Contains(happened.Name, refused.Message, StringComparison.Ordinal);
        });
    }

    private static JobEvent.CheckpointSettled Together(int group, int checkpoint) =>
        new(group, checkpoint, 0, JobStory.Digest, ReplicaSet.All(3), default, SettlementPath.Together);

    private static JobStory Frozen()
    {
        JobStory story = JobStory.Started().Wait(60).Tell(new JobEvent.RoundInconclusive(0, 1, 0, default));
        return story.Tell(new JobEvent.GroupRestarted(0, 1, 1, default, story.Now), new JobEvent.JobFrozen(story.Now));
    }

    private static double SecondsOfTheBegin(int frozenAfter)
    {
        JobStory story = JobStory.Started().Wait(10).Commit(3).Commit(4).Commit(5, isLast: true);
        story.Tell(new JobEvent.JobFrozen(JobStory.Dawn + TimeSpan.FromSeconds(frozenAfter)));
        story.Wait(100).Tell(new JobEvent.JobResumed(story.Now)).Wait(5).Tell(Together(group: 1, checkpoint: 3));
        return (story.State.Groups[1].T0 - JobStory.Dawn).TotalSeconds;
    }

    private static double SecondsFromResumption(int frozenAfter)
    {
        JobStory story = JobStory.Started().Wait(10).Commit(3).Commit(4).Commit(5, isLast: true);
        story.Tell(new JobEvent.JobFrozen(JobStory.Dawn + TimeSpan.FromSeconds(frozenAfter)));
        story.Wait(990).Tell(new JobEvent.JobResumed(story.Now));
        return (story.State.Groups[1].ClosedAt!.Value - story.Now).TotalSeconds;
    }
}
