using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>Exact results of some elements of a sum, or of some blocks in fixed point.</summary>
/// <param name="Sums">The wire forms of the elements' sums; in fixed point the words of the blocks.</param>
/// <param name="Weight">Of a weighted mean the wire form of Σw, which follows once all sums of a share; else empty.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExactShare(ReadOnlyMemory<byte> Sums, ReadOnlyMemory<byte> Weight);
