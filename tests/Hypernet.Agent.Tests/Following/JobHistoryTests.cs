using Hypernet.Agent.Following;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Following;

public sealed class JobHistoryTests
{
    private static readonly Story Story = Story.Filled();
    private static readonly JobEvent.JobStarted Started = new(Bytes32.Sha256("seed"u8), Story.Dawn);

    private readonly JobHistory _history = new();

    [Fact]
    public void Nothing_is_known_before_the_placement()
    {
        _history.Add(1, "one", new JobEvent.JobFilled(Story.Dawn));

        Assert.Null(_history.State);
    }

    [Fact]
    public void Events_of_a_block_that_was_replaced_are_undone()
    {
        Fill();
        var before = _history.State;
        _history.Add(9, "nine", Started);

        _history.Revert("nine");

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

        _history.Revert("somewhere else");

        Assert.Same(before, _history.State);
    }

    [Fact]
    public void Round_begins_with_the_start_a_barrier_or_the_groups_own_restart()
    {
        Fill();
        Assert.Equal(0UL, _history.RoundBegan(0));
        _history.Add(9, "nine", Started);
        Assert.Equal(9UL, _history.RoundBegan(0));
        _history.Add(20, "twenty", new JobEvent.GroupRestarted(0, 1, 1, default, Story.Dawn));
        Assert.Equal(20UL, _history.RoundBegan(0));
        Assert.Equal(9UL, _history.RoundBegan(1));
    }

    private void Fill()
    {
        _history.Add(1, "one", Story.State.Placed);
        for (int slot = 0; slot < Story.State.Terms.Ranks; slot++)
        {
            var person = Story.Person(slot);
            _history.Add(8, "eight", new JobEvent.SellerSigned(slot, person, person, person, default, ""));
        }
    }
}
