namespace Hypernet.EventStore;

/// <summary>What a commit survives. Either way a commit is whole or absent.</summary>
public enum Durability
{
    /// <summary>A crash of the machine may lose the last commits, a crash of the process none: for what is fetched again.</summary>
    Relaxed = 0,

    /// <summary>A commit that returned survives a crash of the machine.</summary>
    Full = 1,
}
