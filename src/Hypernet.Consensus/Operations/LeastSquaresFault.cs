using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Operations;

/// <summary>Why a problem cannot be solved, known to one rank at first and to all by the merge.</summary>
/// <param name="Partition">Where.</param>
/// <param name="Row">The row that is not finite, or <see cref="GivenTwice"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeastSquaresFault(int Partition, long Row)
{
    internal const long GivenTwice = -1;

    /// <summary>The one to report: the same whatever the order of merges.</summary>
    internal static LeastSquaresFault? Least(LeastSquaresFault? one, LeastSquaresFault? other) =>
        one is not { } a ? other : other is not { } b ? one : (a.Partition, a.Row).CompareTo((b.Partition, b.Row)) <= 0 ? one : other;

    internal InvalidCallException ToException() => new(Row == GivenTwice
        ? $"Partition {Partition} was given by two ranks: give each partition once."
        : $"Row {Row} of partition {Partition} has a NaN or an infinity: leave the row out, or mend it.");
}
