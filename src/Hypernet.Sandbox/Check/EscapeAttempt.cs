using System.Collections.Immutable;

namespace Hypernet.Sandbox;

/// <summary>One thing that a hostile program would try; the programs lie in Check/Attempts.</summary>
public sealed record EscapeAttempt
{
    private EscapeAttempt(string family, string name, params Type[] endings) => (Family, Name, Endings) = (family, name, [.. endings]);

    /// <summary>All attempts.</summary>
    public static ImmutableArray<EscapeAttempt> All { get; } =
    [
        new("files", "write-outside"),
        new("files", "read-secrets"),
        new("processes", "see-others"),
        new("processes", "read-environment"),
        new("processes", "use-descriptors"),
        new("processes", "signal-agent"),
        new("processes", "trace"),
        new("processes", "stop-init"),
        new("sockets", "tcp"),
        new("sockets", "abstract"),
        new("sockets", "netlink"),
        new("sockets", "packet"),
        new("sockets", "crypto"),
        new("sockets", "vsock"),
        new("namespaces", "unshare"),
        new("namespaces", "clone"),
        new("namespaces", "mount"),
        new("namespaces", "make-device"),
        new("namespaces", "become-root"),
        new("kernel", "bpf"),
        new("kernel", "perf"),
        new("kernel", "io-uring"),
        new("kernel", "userfaultfd"),
        new("kernel", "keyctl"),
        new("kernel", "newer-calls"),
        new("kernel", "machine"),
        new("kernel", "type-into-terminal"),
        new("kernel", "foreign-abi", typeof(SandboxExit.Signaled)),
        new("kernel", "x32-abi", typeof(SandboxExit.Signaled)),
        new("resources", "memory", typeof(SandboxExit.OutOfMemory)),
        new("resources", "memory-of-many", typeof(SandboxExit.OutOfMemory)),
        new("resources", "processes"),
        new("resources", "disk"),
        new("resources", "shared-memory"),
        new("resources", "hidden-disk"),
        new("resources", "files"),
        new("resources", "raise-limits"),
        new("resources", "daemon"),
        new("resources", "endless-loop", typeof(SandboxExit.OutOfTime)) { WallTime = TimeSpan.FromSeconds(1) },
        new("resources", "endless-output", typeof(SandboxExit.OutputFlood)),
        new("resources", "endless-line", typeof(SandboxExit.OutputFlood)),
    ];

    /// <summary>What it goes for.</summary>
    public string Family { get; }

    /// <summary>What it tries.</summary>
    public string Name { get; }

    /// <summary>The time that it gets.</summary>
    internal TimeSpan WallTime { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>The endings that show it was held, besides its own word.</summary>
    internal ImmutableArray<Type> Endings { get; }

    /// <summary>Family and name.</summary>
    /// <returns>For example sockets/tcp.</returns>
    public override string ToString() => $"{Family}/{Name}";
}
