namespace Hypernet.Sandbox;

/// <summary>Holds programs to their <see cref="SandboxLimits"/>; found by <see cref="ResourceFence.Detect"/>.</summary>
public interface IResourceFence
{
    /// <summary>How.</summary>
    FenceKind Kind { get; }

    /// <summary>Where, or why not better: one line for people.</summary>
    string Description { get; }

    /// <summary>Prepares the limits of one program that will start.</summary>
    /// <param name="limits">The limits.</param>
    /// <returns>The enclosure; dispose of it when the program has ended.</returns>
    /// <exception cref="IOException">The kernel refused a limit.</exception>
    /// <exception cref="UnauthorizedAccessException">The control group is not ours any more.</exception>
    IResourceEnclosure Enclose(SandboxLimits limits);
}
