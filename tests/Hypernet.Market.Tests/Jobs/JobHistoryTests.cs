using Xunit;

namespace Hypernet.Market;

public sealed class JobHistoryTests
{
    private static readonly JobStory Story = new();
    private static readonly JobEvent.JobStarted Started = new(Bytes32.Sha256("seed"u8), JobStory.Dawn);

    private readonly JobHistory _history = new();

    [Fact]
    public void Nothing_is_known_before_the_placement()
    {
        Assert.False(_history.Add(1, "one", new JobEvent.JobFilled(JobStory.Dawn)));
        Assert.Null(_history.State);
    }

    [Fact]
    public void Events_of_a_block_that_was_replaced_are_undone()
    {
        Fill();
        var before = _history.State;
        _history.Add(9, "nine", Started);

        Assert.True(_history.Revert("nine"));

        Assert.Equal(before, _history.State);
        Assert.Equal(8UL, _history.LastBlock);
    }

    [Fact]
    public void Events_of_the_new_block_take_their_place()
    {
        Fill();
        _history.Add(9, "nine", Started);
        _history.Revert("nine");
        _history.Add(9, "other nine", Started with { Seed = Bytes32.Sha256("another seed"u8) });

        Assert.Equal(Bytes32.Sha256("another seed"u8), _history.State!.Seed);
    }

    [Fact]
    public void Job_whose_placement_was_replaced_is_unknown_again()
    {
        _history.Add(1, "one", Story.State.Placed);

        _history.Revert("one");

        Assert.Null(_history.State);
        Assert.Equal(0UL, _history.LastBlock);
    }

    [Fact]
    public void Blocks_of_other_jobs_undo_nothing()
    {
        Fill();
        var before = _history.State;

        Assert.False(_history.Revert("somewhere else"));

        Assert.Same(before, _history.State);
    }

    [Fact]
    public void Events_of_one_block_are_undone_together()
    {
        Fill();

        _history.Revert("eight");

        Assert.Equal(Story.State, _history.State);
        Assert.Equal(1UL, _history.LastBlock);
    }

    [Fact]
    public void Final_blocks_stay_and_newer_ones_may_still_go()
    {
        Fill();
        var filled = _history.State;
        _history.Add(9, "nine", Started);

        _history.Finalize(8);

        Assert.False(_history.Revert("one"));
        Assert.True(_history.Revert("nine"));
        Assert.Equal(filled, _history.State);
    }

    [Fact]
    public void Event_that_cannot_follow_is_refused_and_changes_nothing()
    {
        Fill();
        var before = _history.State;

        Assert.Throws<JobHistoryException>(() => _history.Add(9, "nine", new JobEvent.BarrierPassed(5, JobStory.Dawn)));
        Assert.Same(before, _history.State);
    }

    [Fact]
    public void Round_begins_with_the_start_a_barrier_or_the_groups_own_restart()
    {
        Fill();
        Assert.Equal(0UL, _history.RoundBegan(0));
        _history.Add(9, "nine", Started);
        Assert.Equal(9UL, _history.RoundBegan(0));
        _history.Add(20, "twenty", new JobEvent.GroupRestarted(0, 1, 1, default, JobStory.Dawn));
        Assert.Equal(20UL, _history.RoundBegan(0));
        Assert.Equal(9UL, _history.RoundBegan(1));
        _history.Finalize(20);
        Assert.Equal(9UL, _history.RoundBegan(1));
    }

    private void Fill()
    {
        _history.Add(1, "one", Story.State.Placed);
        for (int slot = 0; slot < Story.State.Terms.Ranks; slot++)
        {
            var person = JobStory.Person(slot);
            _history.Add(8, "eight", new JobEvent.SellerSigned(slot, person, person, person, default, ""));
        }
    }
}
