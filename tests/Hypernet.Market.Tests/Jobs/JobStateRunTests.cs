using Xunit;

namespace Hypernet.Market;

public sealed class JobStateRunTests
{
    [Fact]
    public void The_first_run_begins_with_the_ranks_and_a_barrier_begins_none()
    {
        Assert.Equal(0, new JobStory().SignAll().State.Run);
        JobStory story = JobStory.Started();
        Assert.Equal(1, story.State.Run);
        Assert.All(story.State.Tenures, tenure => Assert.True(story.State.IsFounder(tenure)));

        story.Settle(0, faulty: 1).Settle(1).PassBarrier();

        Assert.Equal(1, story.State.Run);
    }

    [Fact]
    public void A_group_that_begins_its_round_anew_and_an_expulsion_begin_a_run()
    {
        JobStory story = JobStory.Started().Wait(60).Fault(0, Verdict.Missed, 2);

        story.Tell(new JobEvent.GroupRestarted(0, 1, 0, new ReplicaSet(0b110), story.Now));
        Assert.Equal(2, story.State.Run);
        story.Tell(Expulsion(story, rank: 4)).Fault(4, Verdict.Expelled, cells: 2);
        Assert.Equal(3, story.State.Run);
    }

    [Fact]
    public void A_job_that_freezes_begins_its_next_run_when_it_resumes()
    {
        JobStory story = Frozen();
        Assert.Equal(1, story.State.Run);

        // Group 0 is still short; group 1 begins anew and expels, but has nobody to compute with.
        story.Wait(60).Tell(new JobEvent.GroupRestarted(1, 1, 0, ReplicaSet.All(3), story.Now), Expulsion(story, rank: 4)).Fault(4, Verdict.Expelled, cells: 2);
        Assert.Equal(1, story.State.Run);

        story.Tell(new JobEvent.JobResumed(story.Now));
        Assert.Equal(2, story.State.Run);
    }

    [Fact]
    public void A_seller_that_is_seated_while_a_run_goes_on_joins_it_and_founds_the_next()
    {
        JobStory story = Frozen().Apply(50, 0, 3).Apply(51, 0, 3);
        story.Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 0, 1, 3, story.Now));
        Assert.False(story.State.IsFounder(story.State.Tenures[6]));

        story.Tell(new JobEvent.SellerSeated(0, 7, JobStory.Person(51), 1, 1, 3, story.Now), new JobEvent.JobResumed(story.Now));

        Assert.Equal([true, true], new[] { 6, 7 }.Select(tenure => story.State.IsFounder(story.State.Tenures[tenure])));
    }

    [Fact]
    public void A_seller_that_is_pending_when_a_run_begins_joins_it_at_the_barrier()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Settle(1).PassBarrier().Apply(50, 0, 1)
            .Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 1, 3, 1, null));

        story.Tell(Expulsion(story, rank: 4)).Fault(4, Verdict.Expelled, cells: 2);
        Assert.Equal((2, false), (story.State.Run, story.State.IsFounder(story.State.Tenures[6])));
        story.Settle(0).Settle(1).PassBarrier();
        Assert.Equal((2, false), (story.State.Run, story.State.IsFounder(story.State.Tenures[6])));
    }

    [Fact]
    public void A_pending_seller_whose_group_needs_it_at_once_founds_the_run()
    {
        JobStory story = JobStory.Started().Settle(0, faulty: 1).Settle(1).PassBarrier().Apply(50, 0, 1)
            .Tell(new JobEvent.SellerSeated(0, 6, JobStory.Person(50), 1, 3, 1, null))
            .Wait(60).Fault(0, Verdict.Missed, 2);

        story.Tell(new JobEvent.GroupRestarted(0, 2, 0, new ReplicaSet(0b110), story.Now));

        Assert.Equal((2, true), (story.State.Run, story.State.IsFounder(story.State.Tenures[6])));
    }

    [Fact]
    public void A_run_whose_block_was_replaced_has_not_begun()
    {
        JobStory story = JobStory.Started();
        var history = new JobHistory();
        history.Add(1, "one", story.State.Placed);
        foreach (var signed in story.State.Tenures)
        {
            history.Add(2, "two", new JobEvent.SellerSigned(signed.Id, signed.Seller, signed.AgentKey, signed.Beneficiary, signed.Ask, signed.Endpoint));
        }

        history.Add(3, "three", new JobEvent.JobStarted(story.State.Seed, JobStory.Dawn));
        history.Add(4, "four", new JobEvent.GroupRestarted(0, 1, 0, new ReplicaSet(0b110), JobStory.Dawn));
        Assert.Equal(2, history.State!.Run);

        history.Revert("four");

        Assert.Equal(1, history.State!.Run);
    }

    private static JobEvent.SellerExpelled Expulsion(JobStory story, int rank)
    {
        Tenure expelled = story.State.TenureAt(rank);
        return new(expelled.Id, expelled.Seller, story.State.Checkpoint, story.State.GroupOf(rank), 0, rank, new ReplicaSet(0b101), JobStory.Digest);
    }

    /// <summary>Group 0 has ended its round without a majority.</summary>
    private static JobStory Frozen()
    {
        JobStory story = JobStory.Started().Wait(60).Tell(new JobEvent.RoundInconclusive(0, 1, 0, default))
            .Fault(0, Verdict.Delayed, 1).Fault(1, Verdict.Delayed, 1).Fault(2, Verdict.Missed, 2);
        return story.Tell(new JobEvent.GroupRestarted(0, 1, 1, default, story.Now), new JobEvent.JobFrozen(story.Now));
    }
}
