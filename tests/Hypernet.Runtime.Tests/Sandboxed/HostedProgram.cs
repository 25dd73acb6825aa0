namespace Hypernet.Runtime.Sandboxed;

/// <summary>What the unprivileged host is to run.</summary>
public sealed record HostedProgram(params string[] Command)
{
    public string Folder { get; init; } = "/usr/share";

    public string? InputFolder { get; init; }

    public int Resume { get; init; }

    public byte[] State { get; init; } = [];

    /// <summary>Answers the first checkpoint with this reason.</summary>
    public string? Refusal { get; init; }

    /// <summary>Stops the run when the program logs its first line.</summary>
    public bool IsStoppedByLog { get; init; }

    public double WallSeconds { get; init; } = 60;
}
