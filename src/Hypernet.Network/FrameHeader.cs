using System.Runtime.InteropServices;

namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §3: what every frame says about itself, besides its length, sequence number and acknowledgment.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FrameHeader
{
    /// <summary>What the frame is.</summary>
    public required FrameType Type { get; init; }

    /// <summary>The first 64 bits of the hash of the view that the frame belongs to.</summary>
    public ulong View { get; init; }

    /// <summary>The first 64 bits of the hash of communicator and name of the operation.</summary>
    public ulong Name { get; init; }

    /// <summary>How many operations of that name came before, in the interval.</summary>
    public ulong Number { get; init; }

    /// <summary>The first 64 bits of the hash of the operation's descriptor.</summary>
    public ulong Descriptor { get; init; }

    /// <summary>All members that this frame speaks for have completed the operations of this name below this number.</summary>
    public ulong Stable { get; init; }

    /// <summary>Step of the schedule.</summary>
    public ushort Step { get; init; }

    /// <summary>Meaning depends on the type; 0 where none is said.</summary>
    public ushort Flags { get; init; }

    /// <summary>Number of the part, of a payload sent in parts.</summary>
    public uint Chunk { get; init; }

    /// <summary>Index of the first element of the part.</summary>
    public ulong First { get; init; }
}
