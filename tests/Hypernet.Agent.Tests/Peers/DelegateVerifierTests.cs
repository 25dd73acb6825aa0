using Hypernet.Agent.Peers;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Hypernet.Network;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Peers;

public sealed class DelegateVerifierTests : IDisposable
{
    private readonly Sellers _sellers = new(new ManualTimeProvider());
    private readonly SessionKey _key = SessionKey.Create();
    private readonly DelegateVerifier _verifier;

    public DelegateVerifierTests() => _verifier = _sellers.Verifier(0, _sellers.NewSession());

    private SessionDelegate Good => _sellers.Delegate(1, _key);

    public void Dispose()
    {
        _key.Dispose();
        _sellers.Dispose();
    }

    [Fact]
    public void Delegate_of_the_tenure_at_its_rank_is_accepted()
    {
        var verdict = Verify(_sellers.Sign(Good));

        Assert.Equal((PeerRefusal.None, 1, (long)_sellers.State.TenureAt(1).Id), (verdict.Refusal, verdict.Peer, verdict.Tenure));
        Assert.Equal(Good.NotAfter + TimeSpan.FromSeconds(30), verdict.Until);
    }

    [Fact]
    public void Process_whose_delegate_begins_later_is_the_later_one()
    {
        long first = Verify(_sellers.Sign(Good)).Process;
        long second = Verify(_sellers.Sign(Good with { NotBefore = Good.NotBefore + TimeSpan.FromSeconds(1) })).Process;

        Assert.Equal((Good.NotBefore.ToUnixTimeSeconds(), 1), (first, second - first));
    }

    [Fact]
    public void Own_credential_is_accepted_by_the_others()
    {
        var key = _sellers.NewSession();
        var other = _sellers.Verifier(2, key);

        Assert.Equal(2, _verifier.Verify(other.Own.Span, key.Hash.Span).Peer);
    }

    [Fact]
    public void What_has_no_form_is_refused() =>
        Assert.Equal(PeerRefusal.Malformed, _verifier.Verify(new byte[SignedDelegate.Length], _key.Hash.Span).Refusal);

    [Fact]
    public void Delegate_for_another_job_or_chain_is_refused()
    {
        Assert.Equal(PeerRefusal.OtherJob, Verify(_sellers.Sign(Good with { Job = Story.Person(77) })).Refusal);
        Assert.Equal(PeerRefusal.OtherJob, Verify(_sellers.Sign(Good with { ChainId = 1 })).Refusal);
    }

    [Fact]
    public void Delegate_shown_by_another_key_is_refused()
    {
        var signed = _sellers.Sign(Good);

        Assert.Equal(PeerRefusal.WrongKey, _verifier.Verify(signed.ToBytes(), _sellers.NewSession().Hash.Span).Refusal);
    }

    [Theory]
    [InlineData(-30, PeerRefusal.None)]
    [InlineData(-31, PeerRefusal.NotYetValid)]
    [InlineData(3600 + 29, PeerRefusal.None)]
    [InlineData(3600 + 30, PeerRefusal.Expired)]
    public void Time_counts_with_a_tolerance(int secondsAfterBegin, PeerRefusal expected)
    {
        var now = _sellers.Time.GetUtcNow();
        var begin = now - TimeSpan.FromSeconds(secondsAfterBegin);

        Assert.Equal(expected, Verify(_sellers.Sign(Good with { NotBefore = begin, NotAfter = begin + TimeSpan.FromHours(1) })).Refusal);
    }

    [Fact]
    public void Delegate_without_an_end_is_taken_as_it_is() =>
        Assert.Equal(DateTimeOffset.MaxValue, Verify(_sellers.Sign(Good with { NotAfter = DateTimeOffset.MaxValue })).Until);

    [Fact]
    public void Rank_must_be_that_of_the_tenure()
    {
        Assert.Equal(PeerRefusal.WrongRank, Verify(_sellers.Sign(Good with { Rank = 2 })).Refusal);
        Assert.Equal(PeerRefusal.WrongRank, Verify(_sellers.Sign(Good with { Rank = ushort.MaxValue })).Refusal);
    }

    [Fact]
    public void Only_the_tenures_agent_key_delegates()
    {
        var other = _sellers.KeyOf(_sellers.State.TenureAt(2).AgentKey);

        Assert.Equal(PeerRefusal.WrongSigner, Verify(Good.Sign(other)).Refusal);
    }

    [Fact]
    public void Tenure_that_is_not_known_yet_is_refused_for_now()
    {
        var other = _sellers.KeyOf(_sellers.State.TenureAt(2).AgentKey);

        Assert.Equal(PeerRefusal.UnknownTenure, Verify((Good with { Tenure = 3 }).Sign(other)).Refusal);
    }

    [Fact]
    public void Tenure_ended_by_a_fault_is_over_and_its_successor_has_the_rank()
    {
        var former = _sellers.Sign(Good);
        _sellers.Story.Commit(1).Fault(1, Verdict.Missed);
        Assert.Equal(PeerRefusal.TenureOver, Verify(former).Refusal);
        Assert.Null(PeerSeats.At(_sellers.State, 1));

        var agent = _sellers.NewAgent();
        _sellers.Story.Tell(
            new JobEvent.SellerApplied(0, agent, agent, agent, new Amount(800), 1, "[2001:db8::7]:7281,peer.example:80"),
            new JobEvent.SellerSeated(0, 3, agent, 1, _sellers.State.Checkpoint, 1, null));
        var verdict = Verify(_sellers.Sign(_sellers.Delegate(1, _key)));

        Assert.Equal((PeerRefusal.None, 1, 3L), (verdict.Refusal, verdict.Peer, verdict.Tenure));
        Assert.Equal(PeerRefusal.TenureOver, Verify(former).Refusal);
        var seat = PeerSeats.At(_sellers.State, 1)!;
        Assert.Equal((3L, "[2001:db8::7]:7281,peer.example:80"), (seat.Tenure, PeerEndpoint.Format(seat.Endpoints)));
    }

    [Fact]
    public void Job_that_has_not_drawn_its_ranks_knows_nobody()
    {
        var verifier = new DelegateVerifier(_sellers.Sign(Good), () => Story.Filled().State, _sellers.Time);

        Assert.Equal(PeerRefusal.UnknownTenure, verifier.Verify(_sellers.Sign(Good).ToBytes(), _key.Hash.Span).Refusal);
    }

    [Fact]
    public void Endpoint_that_is_none_is_left_out()
    {
        var book = PeerSeats.Book(Story.Started().State);

        Assert.Equal(3, book.Count);
        Assert.All(book, seat => Assert.Empty(seat!.Endpoints));
    }

    private PeerVerdict Verify(SignedDelegate shown) => _verifier.Verify(shown.ToBytes(), _key.Hash.Span);
}
