using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>A step of a simulation.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Peer">To whom.</param>
/// <param name="Other">Who sent the frame, or whose link was lost or restored; −1 for a timer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SimulatedEvent(SimulatedEventKind Kind, int Peer, int Other);
