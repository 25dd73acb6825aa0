namespace Hypernet.Sandbox;

/// <summary>The limits of one program while it runs.</summary>
public interface IResourceEnclosure : IAsyncDisposable
{
    /// <summary>Files to which the process writes its id before it executes anything of the program.</summary>
    IReadOnlyList<string> JoinFiles { get; }

    /// <summary>The command put before the program's own, inside the sandbox; empty when none is needed.</summary>
    IReadOnlyList<string> Wrapper { get; }

    /// <summary>How many processes the kernel has killed at the memory limit.</summary>
    long OutOfMemoryKills { get; }
}
