using System.Runtime.InteropServices;

namespace Hypernet.Topology;

/// <summary>One round of a <see cref="CensusSchedule"/>: every position sends one message and receives one.</summary>
/// <param name="Offset">A position sends to the one this far above it, and receives from the one this far below, around the circle. At least 1.</param>
/// <param name="IncludesOwn">Whether the message is what the sender has received so far with its own value merged in, or without.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CensusRound(int Offset, bool IncludesOwn);
