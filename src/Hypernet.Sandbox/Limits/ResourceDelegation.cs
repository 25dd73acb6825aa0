namespace Hypernet.Sandbox;

/// <summary>Control groups that root made and gave to a user, from <see cref="ResourceFence.Delegate"/>.</summary>
public sealed class ResourceDelegation : IAsyncDisposable
{
    private readonly IReadOnlyList<ControlGroup> _groups;
    private readonly TimeProvider _time;

    internal ResourceDelegation(FenceKind kind, IReadOnlyList<ControlGroup> groups, TimeProvider time) =>
        (Kind, _groups, _time) = (kind, groups, time);

    /// <summary>The fence that the agent will find.</summary>
    public FenceKind Kind { get; }

    /// <summary>Files to which the agent's process writes its id, as root, before it is switched to the user.</summary>
    public IReadOnlyList<string> JoinFiles => [.. _groups.Select(group => group.JoinFile)];

    /// <summary>Kills what is left in the groups, and removes them.</summary>
    /// <returns>A task that completes when they are gone.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups)
        {
            await group.RemoveAsync(_time).ConfigureAwait(false);
        }
    }

    internal static ResourceDelegation? TryCreate(
        FenceKind kind, IReadOnlyList<string> parents, HostUser user, string name, TimeProvider time)
    {
        var groups = new List<ControlGroup>();
        try
        {
            foreach (string parent in parents)
            {
                if (kind == FenceKind.CgroupV2)
                {
                    new ControlGroup(parent).Write("cgroup.subtree_control", CgroupV2.SubtreeControl);
                }

                var group = new ControlGroup(Directory.CreateDirectory(Path.Combine(parent, name)).FullName);
                groups.Add(group);
                Give(group, user);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            groups.ForEach(group => Directory.Delete(group.Folder));
            return null;
        }

        return groups.Count == 0 ? null : new ResourceDelegation(kind, groups, time);
    }

    // The limits of the group itself stay root's: the user can only divide what it was given.
    private static void Give(ControlGroup group, HostUser user)
    {
        foreach (string name in new[] { string.Empty, "cgroup.procs", "cgroup.threads", "cgroup.subtree_control", "tasks" })
        {
            string path = Path.Combine(group.Folder, name);
            if (Path.Exists(path) && Libc.ChangeOwner(path, user.Id, user.Id) != 0)
            {
                throw new IOException($"{path} could not be given to uid {user.Id}: {Libc.LastError()}.");
            }
        }
    }
}
