using Hypernet.Agent.Accords;
using Hypernet.Agent.Checkpoints;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Agent.Tests.Peers;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Accords;

public sealed class AccordTests : IDisposable
{
    private const ulong Block = 20;

    private readonly Sellers _sellers = new(new ManualTimeProvider());
    private readonly SortedDictionary<int, Accord> _accords = [];
    private int _woken;

    public AccordTests()
    {
        for (int rank = 0; rank < State.Terms.Ranks; rank++)
        {
            _accords[rank] = new Accord(_sellers.KeyOf(State.TenureAt(rank).AgentKey), () => _woken++);
        }
    }

    private JobState State => _sellers.State;

    public void Dispose() => _sellers.Dispose();

    [Fact]
    public void Ranks_that_have_the_same_bind_themselves_open_and_attest()
    {
        Assert.Single(Kinds(0));
        Assert.Null(Talk().Unanimous);
        Talk();
        var agreement = Talk();

        Assert.False(agreement.IsDisputed);
        Assert.Equal([1, 2], agreement.Bound.Select(bound => bound.Pledge.Rank));
        Assert.Equal(Truth().Digest, agreement.Unanimous!.Digest);
        Assert.Equal([agreement.Unanimous.Digest], agreement.Together!.Select(group => group.Digest));
        var attestation = new Attestation(0, 1, 0, Truth().Digest);
        Assert.All(agreement.Unanimous.Signatures.Index(), signed => Assert.Equal(State.TenureAt(signed.Index).AgentKey, SignerOf(attestation.ToTypedStruct(), signed.Item)));
        Assert.All(agreement.Bound, bound => Assert.Equal(
            State.TenureAt(bound.Pledge.Rank).AgentKey, SignerOf(bound.Pledge.ToTypedStruct(), bound.Signature)));
        Assert.True(_woken > 0);
    }

    [Fact]
    public void What_they_are_bound_to_is_what_they_commit_on_chain()
    {
        Talk();
        var bound = Talk().Bound[0];

        var (round, tenure) = (Truth().Context, State.TenureAt(1));
        var salt = CommitmentSalt.Of(_sellers.KeyOf(tenure.AgentKey), round);
        var seal = Commitments.Seal(round, 1, tenure.Id, tenure.Seller, Truth().Digest);
        Assert.Equal(Commitments.Commitment(round, 1, tenure.Seller, Commitments.Tag(Truth()), seal, salt), bound.Pledge.Commitment);
    }

    [Fact]
    public void Nobody_opens_before_all_are_bound()
    {
        Tell(1, 0);
        Assert.Single(Kinds(0));

        Tell(2, 0);
        Assert.Equal(2, Kinds(0).Count());
    }

    [Fact]
    public void Whoever_has_another_result_is_seen_and_nothing_is_attested()
    {
        var results = (int rank) => rank == 2 ? "a lie" : "the truth";
        Enumerable.Range(0, 4).ToList().ForEach(_ => Talk(results));

        var agreement = Talk(results);
        Assert.True(agreement.IsDisputed);
        Assert.Null(agreement.Unanimous);
        Assert.Equal(2, Kinds(0).Count());
    }

    [Fact]
    public void What_others_say_in_a_ranks_name_or_about_another_round_counts_for_nothing()
    {
        var word = WordsOf(1)[0];
        _accords[0].Hear(2, word);
        _accords[0].Hear(1, word[..^1]);
        _accords[0].Hear(1, new byte[word.Length]);
        Assert.Empty(Follow(0).Bound);

        _accords[0].Hear(1, word);
        _accords[0].Hear(1, new AccordWord.Opened(0, 1, 0, Truth("a lie").Digest, Bytes32.Sha256("no salt"u8)).ToBytes());
        Assert.Equal([1], Follow(0).Bound.Select(bound => bound.Pledge.Rank));
        Assert.False(Follow(0).IsDisputed);

        _sellers.Story.Tell(new JobEvent.GroupRestarted(0, 1, 1, ReplicaSet.All(3), Story.Dawn));
        Assert.Empty(Follow(0).Bound);
        _accords[0].Hear(1, word);
        Assert.Empty(Follow(0).Bound);
    }

    [Fact]
    public void A_word_that_comes_before_its_round_waits_for_it()
    {
        Follow(0);
        var commitment = Bytes32.Sha256("later"u8);
        var bound = new CommitPledge(0, 2, 0, 1, State.TenureAt(1).Id, commitment);
        _accords[0].Hear(1, new AccordWord.Bound(0, 2, 0, commitment, Sign(1, bound.ToTypedStruct())).ToBytes());
        Assert.Empty(Follow(0).Bound);

        _sellers.Story.Settle(0).PassBarrier();
        Assert.Equal([1], Follow(0).Bound.Select(said => said.Pledge.Rank));
    }

    [Fact]
    public void Learning_is_dated()
    {
        Assert.Equal(Block, Follow(0).LearnedAt);
        Assert.Equal(Block, Follow(0, block: Block + 2).LearnedAt);

        Tell(1, 0);
        Assert.Equal(Block + 3, Follow(0, block: Block + 3).LearnedAt);
        Tell(1, 0);
        Assert.Equal(Block + 3, Follow(0, block: Block + 4).LearnedAt);
    }

    [Fact]
    public void Only_active_ranks_have_to_agree()
    {
        _sellers.Story.Fault(2, Verdict.Expelled);
        Enumerable.Range(0, 2).ToList().ForEach(_ => Talk());

        Assert.Equal(2, Talk().Unanimous!.Signatures.Count);
    }

    private CheckpointRecord.Reached Truth(string result = "the truth") => (CheckpointRecord.Reached)_sellers.Story.Record(result: result);

    private Agreement Follow(int rank, string result = "the truth", ulong block = Block) =>
        _accords[rank].Follow(State, State.TenureAt(rank), Truth(result), block);

    private List<ReadOnlyMemory<byte>> WordsOf(int rank)
    {
        Follow(rank);
        return [.. _accords[rank].Says(State, State.TenureAt(rank)).Where(said => said.Rank == (rank + 1) % 3).Select(said => said.Word)];
    }

    private IEnumerable<AccordWord> Kinds(int rank)
    {
        Follow(rank);
        return _accords[rank].Says(State, State.TenureAt(rank)).Select(said => AccordWord.TryRead(said.Word.Span)!).DistinctBy(word => word.Is);
    }

    private void Tell(int from, int to)
    {
        Follow(from);
        foreach (var (_, word) in _accords[from].Says(State, State.TenureAt(from)).Where(said => said.Rank == to))
        {
            _accords[to].Hear(from, word);
        }
    }

    /// <summary>All say what they can; what rank 0 then sees.</summary>
    private Agreement Talk(Func<int, string>? results = null)
    {
        foreach (var (rank, accord) in _accords)
        {
            Follow(rank, results?.Invoke(rank) ?? "the truth");
            foreach (var (to, word) in accord.Says(State, State.TenureAt(rank)))
            {
                _accords[to].Hear(rank, word);
            }
        }

        return Follow(0, results?.Invoke(0) ?? "the truth");
    }

    private Ethereum.Keys.Signature Sign(int rank, TypedStruct message) =>
        _sellers.KeyOf(State.TenureAt(rank).AgentKey).Sign(Domains.Job(Story.ChainId, State.Job).Digest(message));

    private Account SignerOf(TypedStruct message, Ethereum.Keys.Signature signature) =>
        signature.Recover(Domains.Job(Story.ChainId, State.Job).Digest(message)).ToAccount();
}
