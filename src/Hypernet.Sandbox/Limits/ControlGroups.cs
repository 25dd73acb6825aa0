namespace Hypernet.Sandbox;

/// <summary>Where the control groups of this process lie in the file system. cgroups(7), proc(5).</summary>
internal sealed record ControlGroups
{
    /// <summary>What each enclosure needs.</summary>
    public static readonly string[] Controllers = ["memory", "cpu", "pids"];

    /// <summary>Version 2: the group of this process, when the hierarchy offers all controllers.</summary>
    public string? Unified { get; private init; }

    /// <summary>Version 2: the root of that hierarchy, as an array of one; empty when there is none.</summary>
    public IReadOnlyList<string> UnifiedRoot { get; private init; } = [];

    /// <summary>Version 1: the groups of this process in the order of <see cref="Controllers"/>, or empty.</summary>
    public IReadOnlyList<string> VersionOne { get; private init; } = [];

    public static ControlGroups OfThisProcess() =>
        Parse(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"));

    internal static ControlGroups Parse(IEnumerable<string> mountInfo, IReadOnlyList<string> groups)
    {
        var mounts = mountInfo.Select(Mount.Parse).OfType<Mount>().ToArray();
        string? unified = null;
        string[] root = [];
        if (mounts.FirstOrDefault(mount => mount.Type == "cgroup2") is { } mount2)
        {
            string offered = Path.Combine(mount2.Point, "cgroup.controllers");
            if (File.Exists(offered) && Controllers.All(File.ReadAllText(offered).Split([' ', '\n']).Contains))
            {
                root = [mount2.Point];
                unified = groups.Where(line => line.StartsWith("0::", StringComparison.Ordinal))
                    .Select(line => mount2.Locate(line[3..])).FirstOrDefault();
            }
        }

        var one = Controllers
            .Select(controller => mounts.FirstOrDefault(mount => mount.Type == "cgroup" && mount.Options.Contains(controller))
                ?.Locate(PathOf(controller, groups)))
            .OfType<string>()
            .ToArray();
        return new ControlGroups
        {
            Unified = unified,
            UnifiedRoot = root,
            VersionOne = one.Length == Controllers.Length ? one : [],
        };
    }

    private static string PathOf(string controller, IEnumerable<string> groups) =>
        groups.Select(line => line.Split(':', 3)).FirstOrDefault(parts => parts[1].Split(',').Contains(controller))?[2] ?? "/";

    private sealed record Mount(string Root, string Point, string Type, string[] Options)
    {
        // "31 28 0:29 ROOT POINT rw - TYPE SOURCE OPTIONS"
        public static Mount? Parse(string line)
        {
            string[] halves = line.Split(" - ", 2);
            string[] left = halves[0].Split(' ');
            string[] right = halves.Length == 2 ? halves[1].Split(' ') : [];
            return left.Length > 4 && right.Length > 2 && right[0].StartsWith("cgroup", StringComparison.Ordinal)
                ? new Mount(left[3], left[4], right[0], right[2].Split(','))
                : null;
        }

        // A container sees the host's path in /proc/self/cgroup, and mounts only its part of the tree.
        public string Locate(string path)
        {
            bool isBelow = Root != "/" && (path == Root || path.StartsWith(Root + '/', StringComparison.Ordinal));
            return Path.TrimEndingDirectorySeparator(Point + (isBelow ? path[Root.Length..] : path));
        }
    }
}
