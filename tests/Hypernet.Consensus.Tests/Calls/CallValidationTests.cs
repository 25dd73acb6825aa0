using Hypernet.Consensus.Accumulation;
using Xunit;

namespace Hypernet.Consensus.Calls;

public sealed class CallValidationTests
{
    private static readonly Descriptor Sum = new() { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 2 };

    public static TheoryData<string, OperationCall> Refused => new()
    {
        { "number that stands for nothing", new OperationCall { Descriptor = Sum with { Kind = (OperationKind)77 } } },
        { "up to 17 digits", new OperationCall { Descriptor = Sum with { Digits = 18 } } },
        { "ranks 0 to 3", new OperationCall { Descriptor = Sum with { Root = 4 } } },
        { "ranks 0 to 3", new OperationCall { Descriptor = Sum with { Root = -1 } } },
        { "elements of F64, not -1", new OperationCall { Descriptor = Sum with { Count = -1 } } },
        { "elements of F64", new OperationCall { Descriptor = Sum with { Count = long.MaxValue } } },
        { "does not go with the operator None", new OperationCall { Descriptor = Sum with { Operator = ReduceOperator.None } } },
        { "does not go with the operator Sum", new OperationCall { Descriptor = Sum with { Kind = OperationKind.Gather } } },
        { "Sum of Bool is not defined", new OperationCall { Descriptor = Sum with { Type = ElementType.Bool } } },
        { "And of F64 is not defined", new OperationCall { Descriptor = Sum with { Operator = ReduceOperator.And } } },
        { "Mean of I32 is not defined", new OperationCall { Descriptor = Sum with { Operator = ReduceOperator.Mean, Type = ElementType.I32 } } },
        { "8 bytes is not 2 elements of F64", new OperationCall { Descriptor = Sum, Contribution = new byte[8] } },
        { "16 bytes is not 2 elements of F64 and a weight", new OperationCall { Descriptor = Sum with { Operator = ReduceOperator.WeightedMean }, Contribution = new byte[16] } },
        { "no list of 2 exact sums", new OperationCall { Descriptor = Sum with { Type = ElementType.ExactSum }, Contribution = new byte[1] } },
        { "merge function", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered } } },
        { "A Bool is 0 or 1", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllGather, Type = ElementType.Bool }, Contribution = new byte[] { 2 } } },
        { "whole elements of I64", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllGather, Type = ElementType.I64 }, Contribution = new byte[9] } },
        { "takes no contribution of rank 1", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Broadcast }, Contribution = new byte[9] } },
        { "takes no contribution of rank 1", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Barrier }, Contribution = new byte[9] } },
        { "list of 4 parts", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Scatter, Root = 1 }, Contribution = PartList.Write([new byte[1], null, new byte[1], new byte[1]]) } },
        { "list of 4 parts", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Scatter, Root = 1, Count = 2 }, Contribution = PartList.Write([new byte[1], new byte[2], new byte[2], new byte[2]]) } },
        { "out-neighbors of all 4 ranks, not of 0", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Exchange } } },
        { "out-neighbors of rank 2 are not distinct", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Exchange }, OutNeighbors = [[], [], [1, 1], []] } },
        { "out-neighbors of rank 3 are not distinct", new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Exchange }, OutNeighbors = [[], [], [1], [4]] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_call_that_contradicts_itself_is_refused_with_the_reason(string reason, OperationCall call)
    {
        var fault = Assert.Throws<InvalidCallException>(() => CallValidation.Require(call, size: 4, rank: 1));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_can_be_served_is_let_pass()
    {
        byte[] exact = [.. new ExactSum().ToBytes(), .. new ExactSum().ToBytes()];
        CallValidation.Require(new OperationCall { Descriptor = Sum, Contribution = new byte[16] }, 4, 1);
        CallValidation.Require(new OperationCall { Descriptor = Sum with { Operator = ReduceOperator.WeightedMean }, Contribution = new byte[24] }, 4, 1);
        CallValidation.Require(new OperationCall { Descriptor = Sum with { Type = ElementType.ExactSum }, Contribution = exact }, 4, 1);
        CallValidation.Require(new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Barrier } }, 4, 1);
        CallValidation.Require(new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Scatter }, Contribution = PartList.Write([default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>), new byte[3], default(ReadOnlyMemory<byte>)]) }, 4, 0);
        CallValidation.Require(new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Exchange }, OutNeighbors = [[0, 1], [], [1], [3]] }, 4, 0);
    }
}
