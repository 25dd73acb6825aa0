using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>A frame at the moment it is sent, or delivered.</summary>
/// <param name="Event">How many frames were sent and delivered before, in the whole network.</param>
/// <param name="From">Who sends it.</param>
/// <param name="To">Who receives it.</param>
/// <param name="Header">What it says about itself.</param>
/// <param name="Length">Payload, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SimulatedFrame(long Event, int From, int To, FrameHeader Header, int Length);
