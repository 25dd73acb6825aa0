using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>What a program sees, as the command line of bubblewrap 0.8. docs/spec/sandbox.md.</summary>
internal static class BubblewrapArguments
{
    /// <summary>The descriptor to which bubblewrap writes how its child fares.</summary>
    public const int StatusDescriptor = 3;

    /// <summary>The descriptor from which it reads the system-call filter.</summary>
    public const int FilterDescriptor = 4;

    // In order: each mount covers what came before; the root is sealed when all is in its place.
    private static readonly string[] Isolation =
    [
        "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv",
        "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "job",
        "--json-status-fd", StatusDescriptor.ToString(CultureInfo.InvariantCulture),
        "--seccomp", FilterDescriptor.ToString(CultureInfo.InvariantCulture),
        "--ro-bind", "/usr", "/usr",
        "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin",
        "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
        "--proc", "/proc", "--dev", "/dev",
    ];

    /// <summary>All arguments, with the program's own command.</summary>
    /// <exception cref="ArgumentException">A path is not absolute, or a variable is pinned or no name.</exception>
    public static IEnumerable<string> For(SandboxedProgram program, IEnumerable<string> wrapper) =>
    [
        .. Isolation,
        .. Memory(program.Limits.SharedMemoryMiB, "/dev/shm"),
        .. Memory(program.Limits.SharedMemoryMiB, "/tmp"),
        .. Memory(program.Limits.ScratchMiB, SandboxPaths.Scratch),
        .. ReadOnly(program.ProgramFolder, SandboxPaths.Program),
        .. ReadOnly(program.InputFolder, SandboxPaths.Input),
        .. ReadOnly(program.BindingsFolder, SandboxPaths.Bindings),
        .. ReadOnly(program.Socket, SandboxPaths.Socket),
        "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SandboxPaths.Scratch,
        .. Variables(program),
        "--", .. wrapper, program.Command, .. program.Arguments,
    ];

    private static string[] Memory(int mebibytes, string path) =>
        ["--size", ((long)mebibytes << 20).ToString(CultureInfo.InvariantCulture), "--tmpfs", path];

    // A socket on a read-only mount can be connected to; only its owner and mode cannot be changed.
    private static string[] ReadOnly(string? source, string target)
    {
        if (source is null)
        {
            return [];
        }

        return Path.IsPathFullyQualified(source)
            ? ["--ro-bind", source, target]
            : throw new ArgumentException($"{source} is not absolute, and there is no folder that it could be relative to.", nameof(source));
    }

    private static IEnumerable<string> Variables(SandboxedProgram program)
    {
        var pinned = program.Numerics.Environment.SetItems(
        [
            KeyValuePair.Create("PATH", "/usr/bin"),
            KeyValuePair.Create("HOME", SandboxPaths.Scratch),
            KeyValuePair.Create("TMPDIR", "/tmp"),
            KeyValuePair.Create("LANG", "C.UTF-8"),
            KeyValuePair.Create("TZ", "UTC"),
            KeyValuePair.Create("PYTHONPATH", SandboxPaths.Bindings),
            KeyValuePair.Create("PYTHONHASHSEED", "0"),
        ]);
        foreach (string name in program.Environment.Keys)
        {
            if (pinned.ContainsKey(name) || name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                throw new ArgumentException($"The variable '{name}' is pinned by the sandbox, or is no name. Leave it out.", nameof(program));
            }
        }

        return pinned.Concat(program.Environment).SelectMany(variable => new[] { "--setenv", variable.Key, variable.Value });
    }
}
