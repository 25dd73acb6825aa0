namespace Hypernet.Sandbox;

/// <summary>A user of this machine, by number.</summary>
/// <param name="Id">The uid; 0 is root.</param>
public readonly record struct HostUser(uint Id)
{
    /// <summary>The user of this process.</summary>
    public static HostUser Current { get; } = new(Math.Min(Libc.GetEffectiveUserId(), Libc.GetUserId()));

    /// <summary>Whether it is root, effectively or really.</summary>
    public bool IsRoot => Id == 0;

    /// <summary>Refuses root.</summary>
    /// <exception cref="UnsafeUserException">It is root.</exception>
    public void ThrowIfRoot()
    {
        if (IsRoot)
        {
            throw new UnsafeUserException(this);
        }
    }
}
