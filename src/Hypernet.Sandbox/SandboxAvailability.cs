namespace Hypernet.Sandbox;

/// <summary>Whether this machine can run programs in the sandbox.</summary>
/// <param name="Fence">How limits are enforced.</param>
/// <param name="Obstacle">Why it cannot; null when it can.</param>
public sealed record SandboxAvailability(FenceKind Fence, SandboxUnavailableException? Obstacle)
{
    /// <summary>Whether programs can be started.</summary>
    public bool IsAvailable => Obstacle is null;

    /// <summary>Whether limits on memory and processors are not bounded by the kernel: shown in the seller's offer.</summary>
    public bool IsWeak => Fence == FenceKind.RlimitsOnly;
}
