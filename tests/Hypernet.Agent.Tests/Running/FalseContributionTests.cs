using System.Runtime.InteropServices;
using Hypernet.Agent.Running;
using Hypernet.Consensus;
using Xunit;

namespace Hypernet.Agent.Tests.Running;

public sealed class FalseContributionTests
{
    [Fact]
    public void First_number_is_another_one_and_the_others_are_the_programs()
    {
        Assert.Equal([-2.5, 3], Doubles(FalseContribution.Other(Sum(ElementType.F64, new[] { 2.5, 3 }))!.Value));
        Assert.Equal([1, 3], Doubles(FalseContribution.Other(Sum(ElementType.F64, new[] { 0.0, 3 }))!.Value));
        Assert.Equal([-2.5f], MemoryMarshal.Cast<byte, float>(FalseContribution.Other(Sum(ElementType.F32, new[] { 2.5f }))!.Value.Span).ToArray());
        Assert.Equal([7L, 8L], MemoryMarshal.Cast<byte, long>(FalseContribution.Other(Sum(ElementType.I64, new[] { 6L, 8L }))!.Value.Span).ToArray());
    }

    [Fact]
    public void Nothing_is_zeros_of_the_same_length()
    {
        var call = Sum(ElementType.F64, new[] { 2.5, 3 });

        Assert.Equal([0, 0], Doubles(FalseContribution.Nothing(call)!.Value));
        Assert.Equal([2.5, 3], Doubles(call.Contribution));
    }

    [Theory]
    [InlineData(OperationKind.AllReduce, ElementType.Bool)]
    [InlineData(OperationKind.AllReduce, ElementType.ExactSum)]
    [InlineData(OperationKind.AllReduce, ElementType.Bytes)]
    [InlineData(OperationKind.Broadcast, ElementType.F64)]
    [InlineData(OperationKind.AllGather, ElementType.F64)]
    [InlineData(OperationKind.Scatter, ElementType.F64)]
    public void Bytes_whose_form_matters_are_left_alone(OperationKind kind, ElementType type)
    {
        var call = new OperationCall { Descriptor = new Descriptor { Kind = kind, Type = type, Count = 1 }, Contribution = new byte[8] };

        Assert.Null(FalseContribution.Other(call));
        Assert.Null(FalseContribution.Nothing(call));
    }

    private static OperationCall Sum<T>(ElementType type, T[] values)
        where T : unmanaged => new()
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = type, Operator = ReduceOperator.Sum, Count = values.Length },
            Contribution = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        };

    private static double[] Doubles(ReadOnlyMemory<byte> bytes) => MemoryMarshal.Cast<byte, double>(bytes.Span).ToArray();
}
