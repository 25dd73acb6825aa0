namespace Hypernet.Sandbox;

/// <summary>The control groups of one program.</summary>
internal sealed class CgroupEnclosure : IResourceEnclosure
{
    private const string Prefix = "sandbox-";
    private static int _last;
    private readonly IReadOnlyList<ControlGroup> _groups;
    private readonly Func<long> _outOfMemoryKills;
    private readonly TimeProvider _time;

    private CgroupEnclosure(IReadOnlyList<ControlGroup> groups, Func<long> outOfMemoryKills, TimeProvider time) =>
        (_groups, _outOfMemoryKills, _time) = (groups, outOfMemoryKills, time);

    public IReadOnlyList<string> JoinFiles => [.. _groups.Select(group => group.JoinFile)];

    public IReadOnlyList<string> Wrapper => [];

    public long OutOfMemoryKills => _outOfMemoryKills();

    /// <summary>Makes a group below each parent and sets its limits; on failure none is left.</summary>
    /// <param name="parents">Folders of the parents.</param>
    /// <param name="limit">Sets the limits of the groups, in the order of the parents; returns what counts the kills.</param>
    /// <param name="time">Time between two attempts to remove a group.</param>
    public static CgroupEnclosure Create(
        IEnumerable<string> parents, Func<IReadOnlyList<ControlGroup>, Func<long>> limit, TimeProvider time)
    {
        string name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _last)}";
        var groups = new List<ControlGroup>();
        try
        {
            foreach (string parent in parents)
            {
                groups.Add(new ControlGroup(Directory.CreateDirectory(Path.Combine(parent, name)).FullName));
            }

            return new CgroupEnclosure(groups, limit(groups), time);
        }
        catch
        {
            groups.ForEach(group => Directory.Delete(group.Folder));
            throw;
        }
    }

    /// <summary>Makes and removes a group, to find out whether that works; removes what killed agents have left.</summary>
    public static void Prove(IReadOnlyList<string> parents, IResourceFence fence)
    {
        foreach (string folder in parents.SelectMany(parent => Directory.EnumerateDirectories(parent, Prefix + "*")))
        {
            string owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists("/proc/" + owner) && File.ReadAllText(Path.Combine(folder, "cgroup.procs")).Length == 0)
            {
                Directory.Delete(folder);
            }
        }

        foreach (var group in ((CgroupEnclosure)fence.Enclose(new SandboxLimits()))._groups)
        {
            Directory.Delete(group.Folder);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups)
        {
            await group.RemoveAsync(_time).ConfigureAwait(false);
        }
    }
}
