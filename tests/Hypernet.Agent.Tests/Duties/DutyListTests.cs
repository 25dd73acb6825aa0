using Hypernet.Agent.Duties;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Duties;

public sealed class DutyListTests
{
    [Fact]
    public void Stranger_has_no_duties()
    {
        var story = Story.Started().Wait(1000);
        story.Me = Story.Person(50);

        None(story);
    }

    [Fact]
    public void Open_job_is_canceled_once_it_can_be_and_not_before()
    {
        var story = new Story().Sign(0);
        story.Me = Story.Person(0);

        None(story.Wait(3600));
        Only<Duty.Cancel>(story.Wait(1));
    }

    [Fact]
    public void Filled_job_is_started_from_the_block_after_its_seed()
    {
        var story = Story.Filled();
        story.Me = Story.Person(0);

        story.Block = Story.SeedBlock;
        None(story);
        story.Block = Story.SeedBlock + 1;
        Assert.Equal(new Duty.Start(story.State.Job, Story.SeedBlock), Assert.Single(story.Due()));
        story.Block = Story.SeedBlock + 255;
        Only<Duty.Start>(story);
    }

    [Fact]
    public void Seed_whose_hash_will_be_gone_is_armed_anew()
    {
        var story = Story.Filled();
        story.Me = Story.Person(0);
        story.Block = Story.SeedBlock + 256;

        Assert.Equal(new Duty.Arm(story.State.Job, Story.SeedBlock), Assert.Single(story.Due()));
    }

    [Fact]
    public void Full_job_is_armed_when_its_auction_is_over_and_not_before()
    {
        var story = new Story(auction: TimeSpan.FromSeconds(100)).SignAll().Tell(new JobEvent.JobFilled(Story.Dawn)).Underbid(9, 0, 500, extensions: 2);
        story.Me = Story.Person(9);

        None(story.Wait(220));
        Assert.Equal(new Duty.Arm(story.State.Job, 0), Assert.Single(story.Wait(1).Due()));
        story.Tell(new JobEvent.SeedArmed(Story.SeedBlock));
        Only<Duty.Start>(story);
        Only<Duty.Start>(story.Wait(119));
        Only<Duty.Cancel>(story.Wait(1));
    }

    [Fact]
    public void Displaced_seller_has_no_duties()
    {
        var story = new Story(auction: TimeSpan.FromSeconds(100)).SignAll().Tell(new JobEvent.JobFilled(Story.Dawn)).Underbid(9, 0, 500);
        story.Me = Story.Person(0);

        None(story.Wait(1000));
    }

    [Fact]
    public void Filled_job_that_nobody_started_in_time_is_canceled()
    {
        var story = Story.Filled();
        story.Me = Story.Person(0);

        Only<Duty.Start>(story.Wait(120));
        Only<Duty.Cancel>(story.Wait(1));
    }

    [Fact]
    public void Nothing_is_committed_without_a_record()
    {
        None(Story.Started());
    }

    [Fact]
    public void Record_is_committed_while_commitments_are_open_and_once()
    {
        var story = Story.Started().Compute();

        Assert.Equal(story.Record(), Only<Duty.Commit>(story).Record);
        None(story.Commit(0));
    }

    [Fact]
    public void Record_of_another_attempt_is_not_committed()
    {
        var story = Story.Started().Compute();
        story.Tell(new JobEvent.GroupRestarted(0, 1, 1, ReplicaSet.All(3), Story.Dawn));

        None(story);
    }

    [Fact]
    public void Late_record_is_not_committed()
    {
        var story = Story.Started().Compute().Wait(41);

        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Commit);
    }

    [Fact]
    public void Faulted_and_pending_sellers_commit_nothing()
    {
        var left = Story.Started().Compute();
        left.Fault(0, Verdict.Missed);
        Assert.DoesNotContain(left.Due(), duty => duty is Duty.Commit);

        var pending = Story.Started().Settle(0, faulty: 2).PassBarrier().Apply(50).Seat(50, rank: 2).Compute();
        pending.Me = Story.Person(50);
        Assert.DoesNotContain(pending.Due(), duty => duty is Duty.Commit);
        pending.Settle(0).PassBarrier().Compute();
        Only<Duty.Commit>(pending);
    }

    [Fact]
    public void Group_with_a_new_vacancy_waits_three_blocks_for_applicants()
    {
        var story = WithVacancy();

        None(story);
        story.Block = story.RoundBegan + 2;
        None(story);
        story.Block = story.RoundBegan + 3;
        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Group_waits_longer_while_there_is_an_applicant_and_until_it_is_seated()
    {
        var story = WithVacancy().Apply(50);
        story.Block = story.RoundBegan + 10;

        None(story);
        story.Seat(50, rank: 2);
        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Group_waits_for_applicants_no_longer_than_half_of_the_work_window()
    {
        var story = WithVacancy().Apply(50);

        None(story.Wait(19));
        Only<Duty.Commit>(story.Wait(1));
    }

    [Fact]
    public void Group_waits_once_for_a_vacancy()
    {
        var story = WithVacancy().Settle(0).Claimed().PassBarrier().Compute();

        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Group_does_not_wait_for_another_groups_vacancy()
    {
        var story = Story.Started(groups: 2).Settle(0).Settle(1, faulty: 5).Claimed().PassBarrier().Compute();

        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Group_does_not_wait_when_no_checkpoint_is_left_for_a_replacement()
    {
        var story = Story.Started(checkpoints: 2).Settle(0, faulty: 2).Claimed().PassBarrier().Compute();

        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Group_does_not_wait_while_the_job_is_frozen()
    {
        var story = Story.Started(groups: 2).Settle(0, faulty: 2).Settle(1).Claimed().PassBarrier().Compute();
        None(story);

        story.Freeze(group: 1);

        Only<Duty.Commit>(story);
    }

    [Fact]
    public void Seller_that_is_held_up_shows_presence_from_the_middle_of_the_window_to_its_end()
    {
        var story = Story.Started();
        story.IsHeldUp = true;

        None(story.Wait(19));
        Assert.Equal(0, Only<Duty.ShowPresence>(story.Wait(1)).Rank);
        Only<Duty.ShowPresence>(story.Wait(20));
        Assert.DoesNotContain(story.Wait(1).Due(), duty => duty is Duty.ShowPresence);
    }

    [Fact]
    public void Seller_whose_program_is_still_at_work_shows_presence_in_the_last_quarter()
    {
        var story = Story.Started();

        None(story.Wait(29));
        Only<Duty.ShowPresence>(story.Wait(1));
    }

    [Fact]
    public void Presence_is_shown_once_a_round_and_not_beside_a_commitment()
    {
        var shown = Story.Started().Wait(30);
        shown.Tell(new JobEvent.PresenceShown(0, 1, 0, 0, shown.State.TenureAt(0).Id));
        None(shown);
        Only<Duty.Commit>(shown.Compute());

        None(Story.Started().Compute().Commit(0).Wait(30));
    }

    [Fact]
    public void Commitment_is_opened_when_all_are_closed_and_only_inside_the_window()
    {
        var story = Story.Started().Compute().Commit(0).Commit(1);
        None(story);

        story.Commit(2, isLast: true);
        Assert.Equal(story.Record(), Only<Duty.Reveal>(story).Record);
        Only<Duty.Reveal>(story.Wait(14));
        Assert.DoesNotContain(story.Wait(1).Due(), duty => duty is Duty.Reveal);
    }

    [Fact]
    public void Commitment_is_opened_once_and_never_without_its_record()
    {
        None(Story.Started().CommitAll());
        None(Story.Started().Compute().CommitAll().Reveal(0));
    }

    [Fact]
    public void Commitment_is_opened_when_the_work_window_has_closed_the_others()
    {
        Only<Duty.Reveal>(Story.Started().Compute().Commit(0).Wait(41));
    }

    [Fact]
    public void Round_with_the_own_majority_is_settled_as_soon_as_all_have_revealed()
    {
        var story = Story.Started().Compute().Commit(0).Commit(1).Wait(41).Reveal(0);
        None(story);

        story.Reveal(1);

        Assert.Equal(story.Record().Digest, Only<Duty.Settle>(story).Digest);
    }

    [Fact]
    public void Round_is_settled_without_those_who_have_not_revealed_in_time()
    {
        var story = Story.Started().Compute().CommitAll().Reveal(0).Reveal(1);

        None(story.Wait(15));
        Assert.Equal(story.Record().Digest, Only<Duty.Settle>(story.Wait(1)).Digest);
    }

    [Fact]
    public void Majority_that_the_seller_did_not_compute_has_time_to_open_its_digest()
    {
        var story = Story.Started().Compute(result: "a lie").CommitAll().Reveal(0, "a lie").Reveal(1).Reveal(2);

        None(story.Wait(30));
        Assert.Equal(Bytes32.Zero, Only<Duty.Settle>(story.Wait(1)).Digest);
    }

    [Fact]
    public void Round_in_which_all_differ_is_settled_at_once()
    {
        var story = Story.Started().CommitAll().Reveal(0, "one").Reveal(1, "two").Reveal(2, "three");

        Assert.Equal(Bytes32.Zero, Only<Duty.Settle>(story).Digest);
    }

    [Fact]
    public void Silent_round_is_settled_when_the_work_window_is_over()
    {
        var story = Story.Started().Wait(40);
        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Settle);

        Assert.Equal(Bytes32.Zero, Only<Duty.Settle>(story.Wait(1)).Digest);
    }

    [Fact]
    public void Another_groups_round_is_settled_too_where_that_takes_no_digest()
    {
        var story = Story.Started(groups: 2).Settle(0).Claimed().Wait(41);

        Assert.Equal(1u, Only<Duty.Settle>(story).Round.Group);
        None(Story.Started(groups: 2).Settle(0).Claimed().CommitAll(1).Reveal(3).Reveal(4).Reveal(5));
    }

    [Fact]
    public void Settled_round_leaves_only_the_claim()
    {
        var story = Story.Started(groups: 2).Compute().CommitAll().Settle(0);

        Assert.Equal(1, Only<Duty.Claim>(story).SettledCells);
    }

    [Fact]
    public void While_the_job_is_frozen_no_window_passes()
    {
        var story = Story.Started(groups: 2).Compute().CommitAll().Freeze(1).Wait(60);
        Only<Duty.Reveal>(story);

        var silent = Story.Started(groups: 2).Freeze(1).Wait(60);
        None(silent);
    }

    [Fact]
    public void Replacement_is_seated_from_the_block_after_the_list_has_closed()
    {
        var story = WithVacancy().Apply(50).Tell(new JobEvent.DrawArmed(0, 20));

        story.Block = 20;
        None(story);
        story.Block = 21;
        Assert.Equal(new Duty.Seat(story.State.Job, 0, 20), Assert.Single(story.Due()));
        story.Seat(50, rank: 2);
        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Seat);
    }

    [Fact]
    public void Frozen_job_that_found_nobody_is_aborted_once_it_can_be()
    {
        var story = Story.Started().Wait(1);
        story.Freeze();

        None(story.Wait(120));
        Assert.Equal(new Duty.Abort(story.State.Job, Story.Dawn + TimeSpan.FromSeconds(1)), Assert.Single(story.Wait(1).Due()));
    }

    [Fact]
    public void What_is_settled_is_claimed_and_the_rest_when_the_job_has_ended()
    {
        var story = Story.Started(checkpoints: 1);
        int tenure = story.State.TenureAt(0).Id;
        None(story);

        story.Settle(0);
        Assert.Equal(new Duty.Claim(story.State.Job, tenure, 1, HasEnded: false), Assert.Single(story.Due()));
        story.Pay(tenure, 1, isClosed: false);
        None(story);
        story.End();
        Assert.Equal(new Duty.Claim(story.State.Job, tenure, 1, HasEnded: true), Assert.Single(story.Due()));
        story.Pay(tenure, 0, isClosed: true);
        None(story);
    }

    [Fact]
    public void Collateral_of_a_canceled_job_is_claimed()
    {
        var story = Story.Filled().Tell(new JobEvent.JobCancelled(default));
        story.Me = Story.Person(0);

        Only<Duty.Claim>(story);
    }

    [Fact]
    public void Application_that_was_never_drawn_is_withdrawn_when_the_job_has_ended()
    {
        var story = WithVacancy().Apply(50);
        story.Me = Story.Person(50);
        None(story);

        Only<Duty.WithdrawApplication>(story.End());
    }

    [Fact]
    public void Application_is_withdrawn_and_nobody_seated_once_all_seatings_are_spent()
    {
        var story = Story.Started(replication: 1, quorum: 1);
        for (int person = 50; person < 53; person++)
        {
            story.Fault(0, Verdict.Missed).Apply(person).Seat(person, rank: 0, story.Now);
        }

        story.Fault(0, Verdict.Missed).Apply(60).Tell(new JobEvent.DrawArmed(0, 20));
        story.Block = 21;
        story.Me = Story.Person(60);
        Only<Duty.WithdrawApplication>(story);
    }

    [Fact]
    public void Keys_of_what_a_reorg_can_change_differ()
    {
        var story = Story.Started().Compute();
        var tenure = story.State.TenureAt(0);

        Assert.NotEqual(
            new Duty.Commit(story.State.Job, story.Record(), tenure).Key,
            new Duty.Commit(story.State.Job, story.Record(), tenure with { Rank = 1 }).Key);
    }

    private static T Only<T>(Story story)
        where T : Duty =>
        Assert.IsType<T>(Assert.Single(story.Due()));

    private static void None(Story story) => Assert.Empty(story.Due());

    /// <summary>Checkpoint 1 cost rank 2 its place; the seller has computed checkpoint 2.</summary>
    private static Story WithVacancy()
    {
        var story = Story.Started().Settle(0, faulty: 2).Claimed().Wait(5).PassBarrier().Compute();
        story.RoundBegan = story.Block;
        return story;
    }
}
