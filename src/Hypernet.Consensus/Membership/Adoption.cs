using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Membership;

/// <summary>An operation whose ending the members of a new view take over, instead of playing it again.</summary>
/// <param name="Key">Which.</param>
/// <param name="Source">Whose ending it is: a member's, or that of a slot which leaves by this view and hands it to its heir.</param>
/// <param name="Digest">Of the ending.</param>
/// <param name="IsConflict">Whether two members completed it differently.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Adoption(OperationKey Key, int Source, UInt128 Digest, bool IsConflict)
{
    public const int Bytes = 16 + 4 + 16 + 1;
}
