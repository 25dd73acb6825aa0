using System.Runtime.InteropServices;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>A frame that waits: for the own call, if it was received; for the other slot's call, if it is to be sent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EarlyFrame(int Slot, FrameHeader Header, ReadOnlyMemory<byte> Payload);
