namespace Hypernet.Sandbox;

/// <summary>One hierarchy per controller, in the order of <see cref="ControlGroups.Controllers"/>.</summary>
internal sealed class CgroupV1 : IResourceFence
{
    private const int PeriodMicroseconds = 100_000;
    private readonly IReadOnlyList<string> _parents;
    private readonly TimeProvider _time;

    private CgroupV1(IReadOnlyList<string> parents, TimeProvider time) => (_parents, _time) = (parents, time);

    public FenceKind Kind => FenceKind.CgroupV1;

    public string Description => $"control groups, version 1, memory below {_parents[0]}";

    public static CgroupV1? Find(ControlGroups groups, TimeProvider time)
    {
        if (groups.VersionOne.Count == 0)
        {
            return null;
        }

        var fence = new CgroupV1(groups.VersionOne, time);
        CgroupEnclosure.Prove(groups.VersionOne, fence);
        return fence;
    }

    public IResourceEnclosure Enclose(SandboxLimits limits) => CgroupEnclosure.Create(_parents, groups => Limit(groups, limits), _time);

    private static Func<long> Limit(IReadOnlyList<ControlGroup> groups, SandboxLimits limits)
    {
        var (memory, cpu, pids) = (groups[0], groups[1], groups[2]);
        long bytes = (long)limits.MemoryMiB << 20;
        memory.Write("memory.limit_in_bytes", bytes);
        if (memory.Has("memory.memsw.limit_in_bytes"))
        {
            memory.Write("memory.memsw.limit_in_bytes", bytes);
        }

        cpu.Write("cpu.cfs_period_us", PeriodMicroseconds);
        cpu.Write("cpu.cfs_quota_us", (long)(limits.Cpus * PeriodMicroseconds));
        pids.Write("pids.max", limits.Processes);
        return () => memory.Read("memory.oom_control", "oom_kill");
    }
}
