using System.Collections.Immutable;

namespace Hypernet.Sandbox;

/// <summary>One program to run: its command, what it sees (see <see cref="SandboxPaths"/>) and its limits.</summary>
public sealed record SandboxedProgram
{
    /// <summary>Name of a command in /usr/bin, or a path as the program sees it, such as /prog/fit.</summary>
    public required string Command { get; init; }

    /// <summary>Arguments of the command. Default: none.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Host folder that becomes <see cref="SandboxPaths.Program"/>, read-only. Absolute.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>Host folder that becomes <see cref="SandboxPaths.Input"/>, read-only. Absolute. Default: none.</summary>
    public string? InputFolder { get; init; }

    /// <summary>
    /// Host folder that becomes <see cref="SandboxPaths.Bindings"/>, read-only, where Python finds packages. Absolute.
    /// Default: none.
    /// </summary>
    public string? BindingsFolder { get; init; }

    /// <summary>Unix socket of the host that becomes <see cref="SandboxPaths.Socket"/>. Absolute. Default: none.</summary>
    public string? Socket { get; init; }

    /// <summary>
    /// All variables that the program gets besides those that the sandbox pins (search paths, language, numerics).
    /// Never secrets. Default: none.
    /// </summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How much of the machine it gets.</summary>
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>The class of machines on which its floating-point results are the same bits.</summary>
    public NumericsClass Numerics { get; init; } = NumericsClass.Default;
}
