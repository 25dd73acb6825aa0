using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class SealBoardTests
{
    private static readonly ChainKey Key = new(0, "");
    private static readonly Hash256 Right = Hash256.Of("right"u8);
    private static readonly Hash256 Wrong = Hash256.Of("wrong"u8);

    [Fact]
    public void Seals_of_equal_heads_differ_by_slot_and_round()
    {
        var seal = Seal.Of([1], Key, 0, 1, Right);

        Assert.NotEqual(seal, Seal.Of([1], Key, 0, 2, Right));
        Assert.NotEqual(seal, Seal.Of([2], Key, 0, 1, Right));
        Assert.NotEqual(seal, Seal.Of([1], Key, 1, 1, Right));
        Assert.NotEqual(seal, Seal.Of([1], new ChainKey(1, ""), 0, 1, Right));
        Assert.NotEqual(seal, Seal.Of([1], Key, 0, 1, Wrong));
    }

    [Fact]
    public void Quorum_decides_and_shows_the_supplier_that_lies()
    {
        var board = Board(3, 2);
        Give(board, 0, Wrong);
        Give(board, 1, Right);
        board.Reveal(1, Right);
        Assert.Null(board.Decided);
        Assert.Equal(SealVerdict.Undecided, board[0]);
        Assert.False(board.IsHopeless);

        Give(board, 2, Right);
        Assert.Equal(Right, board.Decided);
        Assert.Equal([SealVerdict.Minority, SealVerdict.Agrees, SealVerdict.Agrees], [board[0], board[1], board[2]]);
    }

    [Fact]
    public void Replica_in_the_minority_learns_so_when_one_mate_opens_its_seal()
    {
        var board = Board(3, 2);
        Give(board, 0, Wrong);
        board.Reveal(0, Wrong);
        Give(board, 1, Right);
        Give(board, 2, Right);
        Assert.Null(board.Decided);
        Assert.False(board.IsHopeless);

        Assert.False(board.Reveal(1, Wrong));
        Assert.True(board.Reveal(1, Right));
        Assert.Equal(Right, board.Decided);
        Assert.Equal([SealVerdict.Minority, SealVerdict.Agrees, SealVerdict.Agrees], [board[0], board[1], board[2]]);
    }

    [Fact]
    public void Two_that_differ_of_two_have_no_majority()
    {
        var board = Board(2, 2);
        Give(board, 0, Wrong);
        Give(board, 1, Right);
        board.Reveal(1, Right);

        Assert.True(board.IsHopeless);
        Assert.Equal(SealVerdict.Undecided, board[0]);
    }

    [Fact]
    public void Silent_mates_end_the_hope_unless_they_speak_after_all()
    {
        var board = Board(3, 2);
        Give(board, 0, Right);
        board.Reveal(0, Right);
        board.Silence(1);
        Assert.False(board.IsHopeless);
        board.Silence(2);
        Assert.True(board.IsHopeless);

        Give(board, 2, Right);
        Assert.False(board.IsHopeless);
        Assert.Equal(Right, board.Decided);
        Assert.Equal(SealVerdict.Undecided, board[1]);
    }

    [Fact]
    public void Two_seals_of_one_replica_count_for_nothing_and_a_decision_stands()
    {
        var board = Board(3, 2);
        Give(board, 0, Right);
        Give(board, 0, Wrong);
        Give(board, 1, Right);
        board.Reveal(1, Right);
        Assert.Null(board.Decided);
        Assert.Equal(SealVerdict.Contradictory, board[0]);

        Give(board, 2, Right);
        Give(board, 2, Wrong);
        Assert.Equal(Right, board.Decided);
        Assert.Equal(SealVerdict.Contradictory, board[2]);
        Assert.Equal(SealVerdict.Agrees, board[1]);
    }

    [Fact]
    public void In_any_order_of_events_the_same_is_decided_and_honest_ones_never_stand_in_the_minority()
    {
        var random = new Random(1);
        for (int i = 0; i < 3_000; i++)
        {
            int replicas = random.Next(1, 8);
            int quorum = (replicas / 2) + 1 + random.Next(replicas - (replicas / 2));
            bool[] lies = [.. Enumerable.Range(0, replicas).Select(_ => random.Next(3) == 0)];
            var board = Board(replicas, quorum);
            int[] order = [.. Enumerable.Range(0, replicas)];
            random.Shuffle(order);
            foreach (int replica in order)
            {
                Give(board, replica, lies[replica] ? Wrong : Right);
                if (random.Next(2) == 0)
                {
                    board.Reveal(replica, lies[replica] ? Wrong : Right);
                }
            }

            Assert.All(order, replica => board.Reveal(replica, lies[replica] ? Wrong : Right));
            int liars = lies.Count(lie => lie);
            Assert.Equal(liars >= quorum ? Wrong : replicas - liars >= quorum ? Right : (Hash256?)null, board.Decided);
            Assert.Equal(board.Decided is null, board.IsHopeless);
            Assert.All(order, replica => Assert.Equal(
                board.Decided is null ? SealVerdict.Undecided : board.Decided == (lies[replica] ? Wrong : Right) ? SealVerdict.Agrees : SealVerdict.Minority,
                board[replica]));
        }
    }

    [Fact]
    public void Ballots_keep_what_a_quorum_of_each_partition_signed()
    {
        var ballots = new AuditBallots(2, 3, 2);
        ballots.Vote(0, 0, "a"u8.ToArray());
        ballots.Vote(0, 1, "b"u8.ToArray());
        ballots.Vote(1, 2, "c"u8.ToArray());
        ballots.Vote(1, 0, "c"u8.ToArray());
        Assert.False(ballots.IsComplete);
        Assert.Null(ballots[0]);
        Assert.True(ballots[1]!.Value.Span.SequenceEqual("c"u8));

        ballots.Vote(0, 2, "a"u8.ToArray());
        Assert.True(ballots.IsComplete);
        Assert.True(ballots[0]!.Value.Span.SequenceEqual("a"u8));
        Assert.Equal(SealVerdict.Minority, ballots.VerdictOf(0, 1));

        var split = new AuditBallots(1, 2, 2);
        split.Vote(0, 0, "a"u8.ToArray());
        Assert.Empty(split.Hopeless);
        split.Silence(0, 1);
        Assert.Equal([0], split.Hopeless);
    }

    private static SealBoard Board(int replicas, int quorum) => new(replicas, quorum, (replica, head) => Seal.Of([7], Key, 3, replica, head));

    private static void Give(SealBoard board, int replica, Hash256 head) => board.Hear(replica, Seal.Of([7], Key, 3, replica, head));
}
