using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>How the audit of a window ended: equal at all slots that hold equal statements and findings.</summary>
/// <param name="Unsound">Bit i: some partition found operation i wrong.</param>
/// <param name="IsBalanced">Whether the fingerprints of all contributions add up to those of all results. If not, the operations are found by opening them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AuditVerdict(ulong Unsound, bool IsBalanced)
{
    /// <summary>Whether a commitment may be sent for what the window holds.</summary>
    public bool HasPassed => Unsound == 0 && IsBalanced;
}
