using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>What will happen, unless it is void by then.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Happening(SimulatedEventKind Kind, int Peer, int Other)
{
    public FrameHeader Header { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public PeerLoss Loss { get; init; }

    public SimulatedTimer? Timer { get; init; }

    public ulong Version { get; init; }
}
