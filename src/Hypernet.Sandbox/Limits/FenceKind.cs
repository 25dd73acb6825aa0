namespace Hypernet.Sandbox;

/// <summary>What holds a program to its limits.</summary>
public enum FenceKind
{
    /// <summary>Limits per process only: memory, processes and processors of a whole program are not bounded. Weak.</summary>
    RlimitsOnly,

    /// <summary>Control groups, version 1.</summary>
    CgroupV1,

    /// <summary>Control groups, version 2.</summary>
    CgroupV2,
}
