using Hypernet.Agent.Accords;
using Hypernet.Agent.Duties;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Duties;

public sealed class AgreementTests
{
    private const ulong Patience = 4;

    [Fact]
    public void Nothing_is_committed_while_there_is_something_to_learn()
    {
        var story = Agreeing(new Agreement(0, false, [], null, null));

        Assert.Empty(story.Due());
        story.Block += Patience;
        Assert.IsType<Duty.Commit>(Assert.Single(story.Due()));
    }

    [Fact]
    public void Attestations_of_all_settle_the_checkpoint_at_once()
    {
        var story = Agreeing(new Agreement(0, false, [], Truth, [Truth]));

        var duty = Assert.IsType<Duty.SettleAll>(Assert.Single(story.Due()));
        Assert.True(duty.IsShared);
        Assert.Equal($"{story.State.Job}/settle-all/1/3", duty.Key);
    }

    [Fact]
    public void Attestations_of_a_group_settle_it_when_the_others_keep_silent()
    {
        var story = Agreeing(new Agreement(0, false, [], Truth, null));

        Assert.Empty(story.Due());
        story.Block += Patience;
        Assert.IsType<Duty.SettleUnanimous>(Assert.Single(story.Due()));
    }

    [Fact]
    public void Quarrels_go_on_chain_at_once_with_what_mates_are_bound_to()
    {
        var story = Agreeing(new Agreement(0, true, [Bound(1), Bound(2)], null, null));

        Assert.Equal([1, 2], Relayed(story));
        story.Commit(1);
        Assert.Equal([2], Relayed(story));
    }

    [Fact]
    public void Whoever_sees_a_mate_commit_on_chain_does_so_too()
    {
        var story = Agreeing(new Agreement(0, false, [Bound(1), Bound(2)], Truth, null)).Commit(1);

        Assert.Equal([2], Relayed(story));
    }

    [Fact]
    public void Mate_that_commits_to_something_else_than_it_was_bound_to_is_shown_until_it_has_revealed()
    {
        var story = Agreeing(new Agreement(0, false, [Bound(1), Bound(2)], null, null)).Commit(1);

        var duty = Assert.Single(story.Due().OfType<Duty.Equivocate>());
        Assert.True(duty.IsShared);
        Assert.Equal((Bound(1).Pledge, story.State.Groups[0].Commitments[1]), (duty.Pledge, duty.Committed));
        Assert.Contains(story.Commit(0).Commit(2, isLast: true).Due(), due => due is Duty.Equivocate { Pledge.Rank: 1 });
        Assert.DoesNotContain(story.Reveal(1).Due(), due => due is Duty.Equivocate { Pledge.Rank: 1 });
    }

    [Fact]
    public void Mate_that_commits_to_what_it_was_bound_to_is_left_alone()
    {
        var story = Agreeing(new Agreement(0, false, [Bound(1), Bound(2)], null, null)).Commit(1);
        var bound = (new CommitPledge(0, 1, 0, 1, 1, story.State.Groups[0].Commitments[1]), default(Signature));
        story.Agreement = story.Agreement! with { Bound = [bound, Bound(2)] };

        Assert.DoesNotContain(story.Due(), duty => duty is Duty.Equivocate);
    }

    [Fact]
    public void Half_of_the_work_window_is_left_for_the_chain()
    {
        var story = Agreeing(new Agreement(0, false, [], null, null));

        Assert.Empty(story.Wait(19).Due());
        Assert.Contains(story.Wait(1).Due(), duty => duty is Duty.Commit);
    }

    [Fact]
    public void Failures_and_frozen_jobs_are_nothing_to_agree_on()
    {
        var frozen = Story.Started(groups: 2).Compute();
        frozen.Freeze(1);
        frozen.Agreement = new Agreement(frozen.Block, false, [], null, null);

        Assert.Contains(frozen.Due(), duty => duty is Duty.Commit);
    }

    private static GroupAttestations Truth { get; } = new(Bytes32.Sha256("the truth"u8), new Signature[3]);

    private static (CommitPledge Pledge, Signature Signature) Bound(int rank) => (new(0, 1, 0, rank, rank, Bytes32.Sha256("another"u8)), default);

    private static Story Agreeing(Agreement agreement)
    {
        var story = Story.Started().Compute();
        story.Agreement = agreement with { LearnedAt = story.Block };
        return story;
    }

    private static IEnumerable<int> Relayed(Story story)
    {
        Assert.Contains(story.Due(), duty => duty is Duty.Commit);
        return Assert.Single(story.Due().OfType<Duty.Relay>()).Bound.Select(bound => bound.Pledge.Rank);
    }
}
