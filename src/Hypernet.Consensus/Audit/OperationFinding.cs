using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>What one slot found of one operation.</summary>
/// <param name="Residue">Fingerprint of the exact result of its share.</param>
/// <param name="IsSound">Whether all that it can see of the result is right.</param>
/// <param name="AttainsBound">Whether the bound of the error is that of its share.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OperationFinding(UInt128 Residue, bool IsSound, bool AttainsBound)
{
    /// <summary>A finding of a result that has no fingerprint and no error.</summary>
    /// <param name="isSound">Whether it is right.</param>
    public static OperationFinding Exact(bool isSound) => new(0, isSound, true);
}
