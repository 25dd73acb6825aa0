using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Membership;

/// <summary>An operation that a promiser has completed, and that is not stable.</summary>
/// <param name="Key">Which.</param>
/// <param name="Scope">For whom its ending is good.</param>
/// <param name="Root">The root, where the scope is its.</param>
/// <param name="Digest">Of the ending.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CompletedOperation(OperationKey Key, EndingScope Scope, int Root, UInt128 Digest)
{
    public const int Bytes = 16 + 1 + 4 + 16;
}
