using System.Runtime.InteropServices;

namespace Hypernet.Network.Frames;

/// <summary>All that the fixed header of a frame says.</summary>
/// <param name="Header">What the frame says about itself.</param>
/// <param name="Length">Payload, in bytes.</param>
/// <param name="Sequence">Number in the session, from 1; 0 of HELLO and ACK.</param>
/// <param name="Acknowledged">The sender has received the frames up to this one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Frame(FrameHeader Header, int Length, ulong Sequence, ulong Acknowledged);
