namespace Hypernet.Sandbox.Launcher;

/// <summary>What a test asks of the launcher, one line of JSON.</summary>
public sealed record Request
{
    /// <summary>An attempt to escape; null to run a command.</summary>
    public string? Attempt { get; init; }

    /// <summary>Whether to ask only if the sandbox is available.</summary>
    public bool IsCheck { get; init; }

    /// <summary>The command with its arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <inheritdoc cref="SandboxedProgram.ProgramFolder"/>
    public string ProgramFolder { get; init; } = "/usr/share";

    /// <inheritdoc cref="SandboxedProgram.InputFolder"/>
    public string? InputFolder { get; init; }

    /// <inheritdoc cref="SandboxedProgram.BindingsFolder"/>
    public string? BindingsFolder { get; init; }

    /// <inheritdoc cref="SandboxedProgram.Socket"/>
    public string? Socket { get; init; }

    /// <inheritdoc cref="SandboxedProgram.Environment"/>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc cref="SandboxedProgram.Limits"/>
    public SandboxLimits Limits { get; init; } = new() { WallTime = TimeSpan.FromSeconds(30) };

    /// <summary>Whether to use limits per process although the machine may offer better.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether to run an attempt without any sandbox, to see that it would get through.</summary>
    public bool IsUnsandboxed { get; init; }

    /// <summary>Whether to kill the program at once.</summary>
    public bool IsKilled { get; init; }
}
