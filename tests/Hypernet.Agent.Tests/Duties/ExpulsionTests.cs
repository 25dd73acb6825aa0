using Hypernet.Agent.Accusations;
using Hypernet.Agent.Duties;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Duties;

public sealed class ExpulsionTests
{
    private static readonly Bytes32 Evidence = Bytes32.Sha256("evidence"u8);

    [Fact]
    public void Liar_is_expelled_once_a_quorum_of_its_mates_has_signed()
    {
        var story = Accusing(0);
        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Expel);

        story.Accusation = Against(story, 2, 0, 1);

        var duty = Assert.IsType<Duty.Expel>(Assert.Single(story.Due()));
        Assert.True(duty.IsShared);
        Assert.Equal([0, 1], duty.Accusation.Voices.Select(voice => voice.Rank));
        Assert.Equal($"{story.State.Job}/expel/1/0/2/{story.State.TenureAt(2).Id}/{Evidence}", duty.Key);
    }

    [Fact]
    public void Liars_commitment_does_not_save_it_and_that_of_another_rank_does()
    {
        var story = Accusing(0, 1);

        Assert.IsType<Duty.Expel>(Assert.Single(story.Commit(2).Due()));
        Assert.DoesNotContain(story.Commit(1).Due(), duty => duty is Duty.Expel);
    }

    [Fact]
    public void Late_expulsion_spares_the_others_an_inconclusive_round()
    {
        var story = Accusing(0, 1).Commit(2).Wait(41);

        Assert.Contains(story.Due(), duty => duty is Duty.Expel);
    }

    [Fact]
    public void Nobody_is_expelled_in_another_round_or_twice_at_a_checkpoint()
    {
        var restarted = Accusing(0, 1);
        restarted.Tell(new JobEvent.GroupRestarted(0, 1, 1, ReplicaSet.All(3), Story.Dawn));
        Assert.DoesNotContain(restarted.Due(), duty => duty is Duty.Expel);

        var expelled = Accusing(0, 1);
        var liar = expelled.State.TenureAt(2);
        expelled.Tell(new JobEvent.SellerExpelled(liar.Id, liar.Seller, 1, 0, 0, 2, new ReplicaSet(0b011), Evidence));
        Assert.DoesNotContain(expelled.Due(), duty => duty is Duty.Expel);

        var settled = Accusing(0, 1).Settle(0);
        Assert.DoesNotContain(settled.Due(), duty => duty is Duty.Expel);
    }

    [Fact]
    public void Who_has_lost_its_place_expels_nobody()
    {
        var story = Accusing(0, 1);
        story.Fault(0, Verdict.Missed);

        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Expel);
    }

    [Fact]
    public void In_a_frozen_job_a_group_that_is_a_quorum_expels_too()
    {
        var story = Story.Started(groups: 2);
        story.Freeze(1);
        story.Accusation = Against(story, 2, 0, 1);

        Assert.Contains(story.Due(), duty => duty is Duty.Expel);
    }

    private static Story Accusing(params int[] accusers)
    {
        var story = Story.Started();
        story.Accusation = Against(story, 2, accusers);
        return story;
    }

    private static Accusation Against(Story story, int rank, params int[] accusers) => new(
        rank,
        new Expulsion(story.State.GroupOf(rank), story.State.Checkpoint, 0, story.State.TenureAt(rank).Id, Evidence),
        [.. accusers.Select(accuser => (accuser, default(Ethereum.Keys.Signature)))]);
}
