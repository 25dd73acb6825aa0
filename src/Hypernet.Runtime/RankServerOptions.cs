using Hypernet.Sandbox;

namespace Hypernet.Runtime;

/// <summary>Bounds of a session with a program.</summary>
public sealed record RankServerOptions
{
    /// <summary>The user that the program runs under; anybody else is turned away. Default: that of this process.</summary>
    public HostUser ProgramUser { get; init; } = HostUser.Current;

    /// <summary>For a frame that was begun, and for an answer to be taken. Default: 30 s. Range: above 0.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Frames without an answer (progress, log) read at once and, after that, a second. Default: 256. Range: at least 1.</summary>
    public int OneWayFramesPerSecond { get; init; } = 256;

    /// <summary>Memory that a program with collectives may share with this process, taken page by page as it is used. Default: 256 MiB. Range: 0, for none, to 1 GiB.</summary>
    public long ArenaBytes { get; init; } = 256 << 20;
}
