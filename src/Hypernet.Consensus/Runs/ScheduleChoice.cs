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
    public const int SegmentBytes = 2 * 1024;

    /// <summary>The schedule of an operation.</summary>
    /// <param name="context">The call and the view.</param>
    public static ScheduleKind For(RunContext context)
    {
        var descriptor = context.Call.Descriptor;
        int members = context.Members.Count;
        return descriptor.Kind == OperationKind.Exchange ? ScheduleKind.Exchange
            : IsByElement(descriptor) && descriptor.Count * descriptor.Type.Width() >= (long)SegmentBytes * members ? ScheduleKind.Direct
            : context.IsWide && descriptor.Kind is OperationKind.AllReduce or OperationKind.Barrier ? ScheduleKind.Census
            : members <= StarMembers ? ScheduleKind.Star
            : ScheduleKind.Tree;
    }

    /// <summary>Whether each element of the result is a function of that element of the contributions, which are all of one length.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public static bool IsByElement(Descriptor descriptor) =>
        descriptor.Kind.IsReduction() && descriptor.Operator != ReduceOperator.Ordered && descriptor.Type != ElementType.ExactSum;
}
