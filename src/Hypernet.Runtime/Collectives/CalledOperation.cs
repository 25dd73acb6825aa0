using Hypernet.Consensus;
using Hypernet.Runtime.Frames;

namespace Hypernet.Runtime.Collectives;

/// <summary>docs/spec/runtime.md §5: what a CALL asks of the group.</summary>
internal static class CalledOperation
{
    /// <summary>Calls it. All that decides its place among the calls of its name has happened when this returns.</summary>
    /// <exception cref="ConsensusException">The call is refused, or could not be done.</exception>
    public static ValueTask<OperationResult> CallAsync(
        IGroup group, CallFrame call, ReadOnlyMemory<byte> contribution, CancellationToken cancellationToken)
    {
        if (LibraryCall.IsOne(call))
        {
            return LibraryCall.CallAsync(group, call, contribution, cancellationToken);
        }

        var called = call.Descriptor;
        if (called.Kind is < OperationKind.AllReduce or > OperationKind.Barrier)
        {
            throw new InvalidCallException($"Operation {call.Operation} is not offered here: docs/spec/runtime.md has those that are.");
        }

        // A merge of the program's own never leaves the program; sums in wire form never enter by it.
        if (called.Operator > ReduceOperator.Or || called.Type > ElementType.Bool)
        {
            throw new InvalidCallException($"Operator {(byte)called.Operator} of type {(byte)called.Type} is not offered to programs.");
        }

        return group.CallAsync(new OperationCall { Descriptor = called, Contribution = contribution, Name = call.Name }, cancellationToken);
    }
}
