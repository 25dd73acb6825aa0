using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>A part of an operation that one supplier sent another.</summary>
/// <param name="Step">Step of the schedule.</param>
/// <param name="Chunk">Number of the part.</param>
/// <param name="First">Index of its first element.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PartEvidence(ushort Step, uint Chunk, ulong First, Hash256 Digest)
{
    /// <summary>Bytes that it takes.</summary>
    public const int Bytes = 16 + Hash256.Length;
}
