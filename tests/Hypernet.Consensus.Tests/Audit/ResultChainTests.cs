using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class ResultChainTests
{
    private static readonly Hash256 Start = new ChainKey(0, "").Start;
    private static readonly Descriptor Sum = new() { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Sum, Type = ElementType.F64, Count = 1 };

    [Fact]
    public void Equal_results_in_any_order_of_endings_are_one_chain()
    {
        var random = new Random(1);
        var expected = Filled([.. Enumerable.Range(0, 30)]);
        for (int i = 0; i < 50; i++)
        {
            int[] order = [.. Enumerable.Range(0, 30)];
            random.Shuffle(order);
            Assert.Equal(expected.Head, Filled(order).Head);
        }
    }

    [Fact]
    public void Difference_shows_with_the_next_frame_whoever_is_ahead()
    {
        for (int altered = 0; altered < 10; altered++)
        {
            var (mine, others) = (new ResultChain(Start, 2), new ResultChain(Start, 2));
            bool isFound = false;
            for (ulong number = 0; number < 10; number++)
            {
                others.Add(number, Link(number, number == (ulong)altered ? 1 : 0));
                bool isTold = (number + (ulong)altered) % 3 == 0;
                Assert.False(isTold && mine.Differs(1, others.Count, others.Head));
                isFound |= mine.Add(number, Link(number, 0)).SequenceEqual([1]);
                isFound |= mine.Differs(1, others.Count, others.Head);
                Assert.Equal(number >= (ulong)altered, isFound);
            }
        }
    }

    [Fact]
    public void Claims_about_what_has_not_ended_yet_are_compared_when_it_has()
    {
        var (mine, others) = (new ResultChain(Start, 3), new ResultChain(Start, 3));
        others.Add(0, Link(0, 0));
        others.Add(1, Link(1, 5));
        Assert.False(mine.Differs(1, others.Count, others.Head));
        Assert.False(mine.Differs(2, ulong.MaxValue, others.Head));

        Assert.Empty(mine.Add(0, Link(0, 0)));
        Assert.Equal([1], mine.Add(1, Link(1, 0)));
        Assert.Empty(mine.Add(2, Link(2, 0)));
    }

    [Fact]
    public void Heads_far_behind_are_forgotten()
    {
        var chain = Filled([.. Enumerable.Range(0, ResultChain.Kept + 10)]);
        Assert.True(chain.Differs(0, chain.Count - ResultChain.Kept, Start));
        Assert.False(chain.Differs(0, 5, Hash256.Of("another"u8)));
    }

    [Fact]
    public void Link_holds_what_all_slots_have_in_common()
    {
        var result = new OperationResult { Value = new byte[8], Contributors = SlotSet.All(3) };
        var link = ResultLink.Of(0, Sum, result);
        Assert.NotEqual(link, ResultLink.Of(0, Sum, result with { Value = new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 } }));
        Assert.NotEqual(link, ResultLink.Of(0, Sum, result with { Contributors = SlotSet.Of(3, 0, 1) }));
        Assert.NotEqual(link, ResultLink.Of(0, Sum, result with { ErrorBound = 1 }));
        Assert.NotEqual(link, ResultLink.Of(0, Sum, refusal: 1));
        Assert.Equal(link, ResultLink.Of(0, Sum, result with { Diagnostics = new OperationDiagnostics(1, 2, 3) }));

        var reduce = Sum with { Kind = OperationKind.Reduce };
        Assert.Equal(ResultLink.Of(0, reduce, result), ResultLink.Of(0, reduce, result with { Value = default }));
        var exchange = new Descriptor { Kind = OperationKind.Exchange };
        Assert.Equal(ResultLink.Of(0, exchange, result), ResultLink.Of(0, exchange, result with { Contributors = SlotSet.None(3) }));
    }

    private static ResultChain Filled(int[] order)
    {
        var chain = new ResultChain(Start, 1);
        foreach (int number in order)
        {
            Assert.Empty(chain.Add((ulong)number, Link((ulong)number, 0)));
        }

        return chain;
    }

    private static Hash256 Link(ulong number, double value) => ResultLink.Of(
        number, Sum, new OperationResult { Value = BitConverter.GetBytes(value), Contributors = SlotSet.All(2) });
}
