namespace Hypernet.Sandbox;

/// <summary>The process runs as root: there /proc/sys opens for writing from inside the sandbox.</summary>
public sealed class UnsafeUserException : SandboxException
{
    internal UnsafeUserException(HostUser user)
        : base($"Programs never run under uid {user.Id}.") =>
        User = user;

    /// <summary>The user that was refused.</summary>
    public HostUser User { get; }
}
