using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>The unified hierarchy.</summary>
internal sealed class CgroupV2 : IResourceFence
{
    private const int PeriodMicroseconds = 100_000;
    private const string OwnLeaf = "agent";
    private readonly string _parent;
    private readonly TimeProvider _time;

    private CgroupV2(string parent, TimeProvider time) => (_parent, _time) = (parent, time);

    public FenceKind Kind => FenceKind.CgroupV2;

    public string Description => $"control groups, version 2, below {_parent}";

    public static CgroupV2? Find(ControlGroups groups, TimeProvider time)
    {
        if (groups.Unified is not { } own)
        {
            return null;
        }

        string parent = Path.GetFileName(own) == OwnLeaf ? Path.GetDirectoryName(own)! : own;
        if (parent == own)
        {
            // A group that has children with controllers holds no process itself: this one moves into a leaf.
            var leaf = new ControlGroup(Directory.CreateDirectory(Path.Combine(parent, OwnLeaf)).FullName);
            leaf.Write("cgroup.procs", Environment.ProcessId);
            new ControlGroup(parent).Write("cgroup.subtree_control", SubtreeControl);
        }

        var fence = new CgroupV2(parent, time);
        CgroupEnclosure.Prove([parent], fence);
        return fence;
    }

    /// <summary>Switches the controllers on for the children of a group.</summary>
    public static string SubtreeControl { get; } = string.Join(' ', ControlGroups.Controllers.Select(controller => '+' + controller));

    public IResourceEnclosure Enclose(SandboxLimits limits) => CgroupEnclosure.Create([_parent], groups => Limit(groups[0], limits), _time);

    private static Func<long> Limit(ControlGroup group, SandboxLimits limits)
    {
        group.Write("memory.max", (long)limits.MemoryMiB << 20);
        group.Write("memory.oom.group", 1);
        if (group.Has("memory.swap.max"))
        {
            group.Write("memory.swap.max", 0);
        }

        long quota = (long)(limits.Cpus * PeriodMicroseconds);
        group.Write("cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quota} {PeriodMicroseconds}"));
        group.Write("pids.max", limits.Processes);
        return () => group.Read("memory.events", "oom_kill");
    }
}
