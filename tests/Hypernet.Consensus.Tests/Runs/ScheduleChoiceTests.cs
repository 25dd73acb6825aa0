using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class ScheduleChoiceTests
{
    [Theory]
    [InlineData(OperationKind.AllReduce, 1, 8, false, ScheduleKind.Star)]
    [InlineData(OperationKind.AllReduce, 512, 8, false, ScheduleKind.Star)]
    [InlineData(OperationKind.AllReduce, 2048, 8, false, ScheduleKind.Direct)]
    [InlineData(OperationKind.Reduce, 1 << 21, 8, false, ScheduleKind.Direct)]
    [InlineData(OperationKind.AllReduce, 1 << 21, 65, false, ScheduleKind.Ring)]
    [InlineData(OperationKind.AllReduce, 512, 65, false, ScheduleKind.Tree)]
    [InlineData(OperationKind.AllReduce, 1, 17, false, ScheduleKind.Tree)]
    [InlineData(OperationKind.AllReduce, 1, 17, true, ScheduleKind.Census)]
    public void A_sum_travels_as_the_table_says(OperationKind kind, int count, int size, bool isWide, object expected)
    {
        var descriptor = new Descriptor { Kind = kind, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = count };
        Assert.Equal((ScheduleKind)expected, Choose(descriptor, size, size, isWide));
    }

    [Theory]
    [InlineData(OperationKind.Barrier, 16, false, ScheduleKind.Star)]
    [InlineData(OperationKind.Barrier, 16, true, ScheduleKind.Census)]
    [InlineData(OperationKind.Broadcast, 16, true, ScheduleKind.Star)]
    [InlineData(OperationKind.Gather, 100, false, ScheduleKind.Tree)]
    [InlineData(OperationKind.Exchange, 100, true, ScheduleKind.Exchange)]
    public void Other_kinds_travel_as_the_table_says(OperationKind kind, int size, bool isWide, object expected) =>
        Assert.Equal((ScheduleKind)expected, Choose(new Descriptor { Kind = kind }, size, size, isWide));

    [Fact]
    public void Whether_a_sum_is_exact_does_not_depend_on_who_lives()
    {
        var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 4096 };
        Assert.All(Enumerable.Range(1, 100), members => Assert.Equal(ScheduleKind.Ring, Choose(descriptor, 100, members, isWide: false)));
        Assert.All(Enumerable.Range(1, 64), members => Assert.NotEqual(ScheduleKind.Ring, Choose(descriptor, 64, members, isWide: true)));
        Assert.All(Enumerable.Range(1, 64), members => Assert.Equal(ScheduleKind.Ring, Choose(descriptor with { Exactness = Exactness.FixedPoint }, 64, members, isWide: true)));
        Assert.All(Enumerable.Range(1, 100), members => Assert.NotEqual(ScheduleKind.Ring, Choose(descriptor with { Exactness = Exactness.Exact }, 100, members, isWide: true)));
    }

    private static ScheduleKind Choose(Descriptor descriptor, int size, int members, bool isWide) =>
        ScheduleChoice.For(new RunContext(size, 0, [.. Enumerable.Range(0, members)], new OperationCall { Descriptor = descriptor }) { IsWide = isWide });
}
