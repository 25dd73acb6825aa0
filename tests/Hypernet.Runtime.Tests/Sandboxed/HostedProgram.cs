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

    /// <summary>How many ranks run it, with collectives; 0 for one that has none.</summary>
    public int Ranks { get; init; }

    /// <summary>Closes the rank's node when its program logs its first line.</summary>
    public bool IsGroupClosedByLog { get; init; }

    public double WallSeconds { get; init; } = 60;
}
