using System.Buffers.Binary;

namespace Hypernet.Consensus.Payloads;

/// <summary>
/// How an operation ends at all slots of a view: whose contributions there were, and what they come to (docs/spec/collectives.md §3).
/// On the wire: the set, u8 status, and the value, or u64 element.
/// </summary>
/// <param name="Contributors">Equal at every slot.</param>
/// <param name="Conclusion">Its value may be what one slot, or one subtree, receives.</param>
internal sealed record Outcome(SlotSet Contributors, Conclusion Conclusion)
{
    /// <summary>The outcome of a payload that nothing more is merged into.</summary>
    /// <param name="call">The call.</param>
    /// <param name="payload">All contributions.</param>
    public static Outcome Of(OperationCall call, Payload payload)
    {
        var outcome = new Outcome(payload.Contributors, default);
        return outcome.Lost(call.Descriptor).Count > 0 ? outcome : outcome with { Conclusion = payload.Conclude() };
    }

    /// <summary>Reads an outcome from a stranger. The value is not judged: its shape depends on who reads it.</summary>
    /// <param name="size">Slots of the group.</param>
    /// <param name="message">The whole message.</param>
    /// <returns>The outcome, or null.</returns>
    public static Outcome? Read(int size, ReadOnlySpan<byte> message)
    {
        if (!SlotSet.TryRead(size, message, out var contributors) || message.Length <= contributors.Bytes || message[contributors.Bytes] > (byte)ConclusionStatus.MergeFailed)
        {
            return null;
        }

        var status = (ConclusionStatus)message[contributors.Bytes];
        var rest = message[(contributors.Bytes + 1)..];
        return status == ConclusionStatus.Value ? new Outcome(contributors, Conclusion.Of(rest.ToArray()))
            : rest.Length == sizeof(long) ? new Outcome(contributors, Conclusion.Without(status, BinaryPrimitives.ReadInt64LittleEndian(rest)))
            : null;
    }

    /// <summary>Writes the outcome for another slot.</summary>
    /// <param name="value">What that slot, or its subtree, is to receive, if there is a value.</param>
    public byte[] Write(ReadOnlySpan<byte> value)
    {
        bool hasValue = Conclusion.Status == ConclusionStatus.Value;
        byte[] message = new byte[Contributors.Bytes + 1 + (hasValue ? value.Length : sizeof(long))];
        Contributors.Write(message);
        message[Contributors.Bytes] = (byte)Conclusion.Status;
        var rest = message.AsSpan(Contributors.Bytes + 1);
        if (hasValue)
        {
            value.CopyTo(rest);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, Conclusion.Element);
        }

        return message;
    }

    /// <summary>Whether a stranger's outcome is one of that operation, with a value for a slot that is not its root, and is no scatter's.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public bool Fits(Descriptor descriptor)
    {
        var value = Conclusion.Value;
        if (Lost(descriptor).Count > 0 || descriptor.Kind.IsToRoot() || descriptor.Kind == OperationKind.Barrier)
        {
            return Conclusion.Status == ConclusionStatus.Value ? value.IsEmpty : FitsFault(descriptor);
        }

        bool isOrdered = descriptor.Operator == ReduceOperator.Ordered;
        return Conclusion.Status != ConclusionStatus.Value ? FitsFault(descriptor) : descriptor.Kind switch
        {
            OperationKind.AllReduce => isOrdered || value.Length == descriptor.Count * descriptor.Type.ResultWidth(),
            OperationKind.Broadcast => descriptor.IsPart(value.Length),
            OperationKind.AllGather => PartList.Read(value, Contributors.Size) is { } parts
                && parts.Index().All(part => part.Item is { } item ? Contributors.Contains(part.Index) && descriptor.IsPart(item.Length) : !Contributors.Contains(part.Index)),
            _ => true,
        };
    }

    /// <summary>The slots that the operation cannot do without, and that gave nothing.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public SlotSet Lost(Descriptor descriptor)
    {
        var needed = descriptor.OnLoss == OnLoss.Strict ? SlotSet.All(Contributors.Size)
            : descriptor.Kind.IsRooted() ? SlotSet.Of(Contributors.Size, descriptor.Root)
            : SlotSet.None(Contributors.Size);
        return needed.Except(Contributors);
    }

    /// <summary>Why there is no result, in words equal at all slots; null if there is one.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public ConsensusException? Fault(Descriptor descriptor)
    {
        return LossFault(descriptor, Lost(descriptor)) ?? Conclusion.Status switch
        {
            ConclusionStatus.Overflow => new InvalidCallException(
                $"The sum of element {Conclusion.Element} is out of the range of {descriptor.Type}. Sum a wider type, or F64.")
            {
                Overflowed = Conclusion.Element,
            },
            ConclusionStatus.MergeFailed => new InvalidCallException(
                $"The merge function threw, or gave more than {Runs.RunBounds.ContributionBytes} bytes. It must be a pure function of any two runs of contributions."),
            _ => (ConsensusException?)null,
        };
    }

    /// <summary>Whether a result can be out of its type's range.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public static bool MayOverflow(Descriptor descriptor) =>
        descriptor is { Operator: ReduceOperator.Sum, Type: ElementType.I32 or ElementType.I64 or ElementType.U64 };

    /// <summary>The fault of an operation that cannot do without some slots; null if there are none.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="lost">The slots that gave nothing.</param>
    public static RankLostException? LossFault(Descriptor descriptor, SlotSet lost) => lost.Count == 0 ? null
        : new RankLostException($"{descriptor.Kind} cannot do without what rank {lost} would have given: it is gone. The group lives on without it.", lost);

    private bool FitsFault(Descriptor descriptor) => Lost(descriptor).Count == 0 && descriptor.Kind.IsReduction() && Conclusion.Status switch
    {
        ConclusionStatus.Overflow => MayOverflow(descriptor) && Conclusion.Element >= 0 && Conclusion.Element < descriptor.Count,
        _ => descriptor.Operator == ReduceOperator.Ordered && Conclusion.Element == 0,
    };
}
