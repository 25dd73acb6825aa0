namespace Hypernet.Consensus.Runs;

/// <summary>
/// Which schedule an operation has: a function of its descriptor and of the view alone, so that no slot takes the tree and another the ring.
/// docs/spec/collectives.md §5 has the table.
/// </summary>
internal static class ScheduleChoice
{
    /// <summary>Most members of a star. On one host it has the fewest waits; beyond, its middle is the bottleneck.</summary>
    public const int StarMembers = 16;

    /// <summary>Bytes of a member's segment from which on elements are worth sending straight to it.</summary>
    public const int SegmentBytes = 1024;

    /// <summary>Most elements that are summed exactly by default in a group of more than <see cref="DirectSlots"/>.</summary>
    public const int ExactElements = 512;

    /// <summary>Slots of the largest group in which everybody is sent elements by everybody, by default.</summary>
    public const int DirectSlots = 64;

    /// <summary>The schedule of an operation.</summary>
    /// <param name="context">The call and the view.</param>
    public static ScheduleKind For(RunContext context)
    {
        var descriptor = context.Call.Descriptor;
        int members = context.Members.Count;
        return descriptor.Kind == OperationKind.Exchange ? ScheduleKind.Exchange
            : IsFixedPoint(descriptor, context.Size) ? ScheduleKind.Ring
            : IsByElement(descriptor) && descriptor.Count * descriptor.Type.Width() >= (long)SegmentBytes * members ? ScheduleKind.Direct
            : context.IsWide && descriptor.Kind is OperationKind.AllReduce or OperationKind.Barrier ? ScheduleKind.Census
            : members <= StarMembers ? ScheduleKind.Star
            : ScheduleKind.Tree;
    }

    /// <summary>
    /// Whether sums are accumulated in fixed point, which other bits come of: a function of the descriptor and of the fixed number of slots,
    /// never of who lives. Exact sums of raw elements are as short, so that they are the default up to <see cref="DirectSlots"/>.
    /// </summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="size">Slots of the group.</param>
    public static bool IsFixedPoint(Descriptor descriptor, int size) =>
        descriptor is { Kind: OperationKind.AllReduce, Operator: ReduceOperator.Sum or ReduceOperator.Mean, Type: ElementType.F64 or ElementType.F32 }
        && (descriptor.Exactness == Exactness.FixedPoint
            || (descriptor is { Exactness: Exactness.Default, Count: > ExactElements } && size > DirectSlots));

    /// <summary>Whether each element of the result is a function of that element of the contributions, which are all of one length.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public static bool IsByElement(Descriptor descriptor) =>
        descriptor.Kind.IsReduction() && descriptor.Operator != ReduceOperator.Ordered && descriptor.Type != ElementType.ExactSum;
}
