using System.Collections.Immutable;
using Hypernet.Consensus;
using Hypernet.Sandbox;

namespace Hypernet.Runtime;

/// <summary>What a rank runs, and on what.</summary>
public sealed record RankProgram
{
    /// <summary>The command of job.yaml with its arguments: a name in /usr/bin or a path, relative to the program's folder.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Host folder with the unpacked program. Absolute.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>Host folder with the partition of the input. Absolute. Default: none.</summary>
    public string? InputFolder { get; init; }

    /// <summary>Where the runtime listens meanwhile: at most 107 bytes, in a folder that only the own user can enter. Absolute.</summary>
    public required string SocketPath { get; init; }

    /// <summary>How much of the machine it gets. Default: that of <see cref="SandboxLimits"/>.</summary>
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>The class of machines on which its results are the same bits. Default: <see cref="NumericsClass.Default"/>.</summary>
    public NumericsClass Numerics { get; init; } = NumericsClass.Default;

    /// <summary>The ranks that it computes with, through its collectives. Default: none, and no collectives.</summary>
    public IGroup? Group { get; init; }

    internal SandboxedProgram InSandbox() => new()
    {
        // The sandbox starts in its scratch folder; env changes to the program's, where `python3 fit.py` finds its file.
        Command = "env",
        Arguments = ["-C", SandboxPaths.Program, "--", .. Command],
        ProgramFolder = ProgramFolder,
        InputFolder = InputFolder,
        BindingsFolder = Bindings.PythonFolder,
        Socket = SocketPath,
        Limits = Limits,
        Numerics = Numerics,
    };
}
