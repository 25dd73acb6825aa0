using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Membership;

/// <summary>A contribution that was handed over by a slot that left.</summary>
/// <param name="Origin">Who made it.</param>
/// <param name="Descriptor">What it called.</param>
/// <param name="Bytes">What it gave.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeldContribution(int Origin, Descriptor Descriptor, ReadOnlyMemory<byte> Bytes);
