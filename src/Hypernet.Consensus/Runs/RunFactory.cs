using Hypernet.Topology;

namespace Hypernet.Consensus.Runs;

/// <summary>Makes the run of an operation in a view.</summary>
internal static class RunFactory
{
    /// <summary>Creates a run.</summary>
    /// <param name="context">What it knows: a call that <see cref="CallValidation"/> has let pass, and a view that the own slot is a member of.</param>
    /// <param name="output">What it does.</param>
    public static IRun Create(RunContext context, IRunOutput output) => Create(context, output, ScheduleChoice.For(context));

    /// <summary>Creates a run with a schedule that any operation of its kind may have.</summary>
    /// <param name="context">What it knows.</param>
    /// <param name="output">What it does.</param>
    /// <param name="schedule">How it travels.</param>
    public static IRun Create(RunContext context, IRunOutput output, ScheduleKind schedule)
    {
        var descriptor = context.Call.Descriptor;
        int root = descriptor.Kind.IsRooted() ? Math.Max(0, context.PositionOf(descriptor.Root)) : 0;
        return schedule switch
        {
            ScheduleKind.Star => new TreeRun(context, output, new StarTree(context.Members.Count, root)),
            ScheduleKind.Tree => new TreeRun(context, output, new BinomialTree(context.Members.Count, root)),
            ScheduleKind.Ring => new RingRun(context, output),
            ScheduleKind.Direct => new DirectRun(context, output),
            ScheduleKind.Exchange => new ExchangeRun(context, output),
            ScheduleKind.Census => new CensusRun(context, output),
            _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "The schedule is not known."),
        };
    }
}
