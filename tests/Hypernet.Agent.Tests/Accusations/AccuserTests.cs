using Hypernet.Agent.Accusations;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Agent.Tests.Peers;
using Hypernet.Consensus;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Accusations;

public sealed class AccuserTests : IDisposable
{
    private const int Liar = 0;

    private static readonly Bytes32 Evidence = Bytes32.Sha256("a part that nobody honest sends"u8);

    private readonly Sellers _sellers = new(new ManualTimeProvider());

    private JobState State => _sellers.State;

    public void Dispose() => _sellers.Dispose();

    [Fact]
    public void Mates_that_accuse_the_same_one_are_heard_by_each_other()
    {
        var (one, two) = (AccuserAt(1), AccuserAt(2));
        Assert.Null(one.Open(State));

        Assert.Equal(Liar, Accuse(one, 1));
        Assert.Equal([1], RanksOf(one));
        Assert.Equal(Liar, Accuse(two, 2));
        one.Hear(2, two.Word);
        two.Hear(1, one.Word);

        Assert.Equal([1, 2], RanksOf(one));
        Assert.Equal([1, 2], RanksOf(two));
        var accusation = one.Open(State)!;
        Assert.Equal((Liar, new Expulsion(0, 1, 0, State.TenureAt(Liar).Id, Evidence)), (accusation.Rank, accusation.Expulsion));
        Assert.All(accusation.Voices, voice => Assert.True(
            voice.Signature.TryRecover(Domains.Job(Story.ChainId, State.Job).Digest(accusation.Expulsion.ToTypedStruct()), out var signer)
            && signer.ToAccount() == State.TenureAt(voice.Rank).AgentKey));
    }

    [Fact]
    public void A_word_that_comes_before_the_own_verdict_waits_for_it()
    {
        var (one, two) = (AccuserAt(1), AccuserAt(2));
        Accuse(two, 2);

        one.Hear(2, two.Word);
        Assert.Null(one.Open(State));
        Accuse(one, 1);

        Assert.Equal([1, 2], RanksOf(one));
    }

    [Fact]
    public void Words_about_something_else_or_signed_by_somebody_else_are_no_voices()
    {
        var (one, two) = (AccuserAt(1), AccuserAt(2));
        Accuse(one, 1);
        two.Accuse(State, State.TenureAt(2), Ranks(Liar), Bytes32.Sha256("other evidence"u8));
        one.Hear(2, two.Word);
        Assert.Equal([1], RanksOf(one));
        Accuse(two, 2);

        // Neither the accused itself, nor a rank of another group, nor one in another's name.
        one.Hear(Liar, two.Word);
        one.Hear(3, two.Word);
        one.Hear(2, one.Word);
        Assert.Equal([1], RanksOf(one));
        one.Hear(2, two.Word[1..]);
        one.Hear(2, new byte[AccusationWord.Length]);
        Assert.Equal([1], RanksOf(one));
        one.Hear(2, two.Word);
        Assert.Equal([1, 2], RanksOf(one));
    }

    [Fact]
    public void Only_mates_are_accused_the_first_of_them_and_never_by_one_that_is_accused_itself()
    {
        Assert.Null(AccuserAt(1).Accuse(State, State.TenureAt(1), Ranks(), Evidence));
        Assert.Null(AccuserAt(1).Accuse(State, State.TenureAt(1), Ranks(0, 1), Evidence));
        Assert.Null(AccuserAt(1).Accuse(State, State.TenureAt(1), Ranks(4), Evidence));
        Assert.Equal(0, AccuserAt(1).Accuse(State, State.TenureAt(1), Ranks(0, 2, 5), Evidence));
        Assert.Equal(2, AccuserAt(1).Accuse(State, State.TenureAt(1), Ranks(2, 5), Evidence));
    }

    [Fact]
    public void An_accusation_is_over_with_its_round_or_when_another_rank_has_committed()
    {
        var one = AccuserAt(1);
        Accuse(one, 1);

        _sellers.Story.Commit(Liar);
        Assert.NotNull(one.Open(State));
        var before = State;
        Assert.Null(one.Open(_sellers.Story.Commit(2).State));
        Assert.NotNull(one.Open(before));
        Assert.Null(one.Open(before.When(new JobEvent.GroupRestarted(0, 1, 1, ReplicaSet.All(3), Story.Dawn))));
        Assert.Null(one.Open(before.When(new JobEvent.SellerExpelled(State.TenureAt(Liar).Id, State.TenureAt(Liar).Seller, 1, 0, 0, Liar, new ReplicaSet(0b110), Evidence))));
        Assert.Null(one.Open(before.When(new JobEvent.JobAborted(AbortReason.NoWork))));
    }

    private static SlotSet Ranks(params int[] ranks) => SlotSet.Of(6, ranks);

    private Accuser AccuserAt(int rank) => new(Story.ChainId, State.Job, _sellers.KeyOf(State.TenureAt(rank).AgentKey));

    private int? Accuse(Accuser accuser, int rank) => accuser.Accuse(State, State.TenureAt(rank), Ranks(Liar), Evidence);

    private IEnumerable<int> RanksOf(Accuser accuser) => accuser.Open(State)!.Voices.Select(voice => voice.Rank);
}
