namespace Hypernet.Consensus.Runs;

/// <summary>
/// Which schedule an operation has: a function of its descriptor and of the view alone, so that no slot takes the tree and another the ring.
/// docs/spec/collectives.md §5 has the table.
/// </summary>
internal static class ScheduleChoice
{
    /// <summary>Most members of a star. On one host it has the fewest waits; beyond, its middle is the bottleneck.</summary>
    public const int StarMembers = 16;

    /// <summary>Most bytes that a contribution may have to travel by a star.</summary>
    public const int StarBytes = 16 * 1024;

    /// <summary>The schedule of an operation.</summary>
    /// <param name="context">The call and the view.</param>
    public static ScheduleKind For(RunContext context)
    {
        var descriptor = context.Call.Descriptor;
        return descriptor.Kind == OperationKind.Exchange ? ScheduleKind.Exchange
            : context.IsWide && !descriptor.Kind.IsRooted() && descriptor.Kind != OperationKind.AllGather ? ScheduleKind.Census
            : context.Members.Count <= StarMembers && descriptor.Count * descriptor.Type.Width() <= StarBytes ? ScheduleKind.Star
            : ScheduleKind.Tree;
    }
}
