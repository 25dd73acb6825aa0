namespace Hypernet.Sandbox;

/// <summary>Finds the best fence of this machine, and hands control groups to agents that will run unprivileged.</summary>
public static class ResourceFence
{
    /// <summary>Limits per process only: weak.</summary>
    public static IResourceFence RlimitsOnly { get; } = new RlimitsOnly("control groups are switched off");

    /// <summary>
    /// Tries control groups of version 2, then 1, below the group of this process, by really making one; limits per
    /// process are what remains. Under version 2 this process moves into a leaf of its group, as the kernel demands of one
    /// that shall have children.
    /// </summary>
    /// <param name="time">Time between two looks at a group that has to become empty. Default: the system's.</param>
    /// <returns>The best fence that works.</returns>
    public static IResourceFence Detect(TimeProvider? time = null)
    {
        var groups = ControlGroups.OfThisProcess();
        string obstacle = "there is no writable control group";
        foreach (var find in new Func<ControlGroups, TimeProvider, IResourceFence?>[] { CgroupV2.Find, CgroupV1.Find })
        {
            try
            {
                if (find(groups, time ?? TimeProvider.System) is { } fence)
                {
                    return fence;
                }
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                obstacle = $"no control group can be made, {refused.Message.TrimEnd('.')}";
            }
        }

        return new RlimitsOnly(obstacle);
    }

    /// <summary>
    /// As root: makes control groups below those of this process and gives them to a user, whose agent then finds them
    /// by <see cref="Detect"/> when it is started through <see cref="PrivilegeDrop"/>.
    /// </summary>
    /// <param name="user">The user of the agent.</param>
    /// <param name="name">A name that no other delegation on this machine has: a file name, such as hypernet-7.</param>
    /// <param name="time">Time between two looks at a group that has to become empty. Default: the system's.</param>
    /// <returns>The groups; dispose of it after the agent's end. Of kind <see cref="FenceKind.RlimitsOnly"/> and empty
    /// where this machine offers none.</returns>
    public static ResourceDelegation Delegate(HostUser user, string name, TimeProvider? time = null)
    {
        user.ThrowIfRoot();
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(name, Path.GetFileName(name));
        var groups = ControlGroups.OfThisProcess();
        time ??= TimeProvider.System;
        return ResourceDelegation.TryCreate(FenceKind.CgroupV2, groups.UnifiedRoot, user, name, time)
            ?? ResourceDelegation.TryCreate(FenceKind.CgroupV1, groups.VersionOne, user, name, time)
            ?? new ResourceDelegation(FenceKind.RlimitsOnly, [], time);
    }
}
