namespace Hypernet.Network.Frames;

/// <summary>docs/spec/transport.md §2: what a HELLO says to the one before it, in the flags of its header.</summary>
internal enum HelloAnswer : ushort
{
    /// <summary>Nothing: it is the first one.</summary>
    None = 0,

    /// <summary>The connection is taken.</summary>
    Accepted = 1,

    /// <summary>The connection is not taken, and will be closed.</summary>
    Declined = 2,
}
