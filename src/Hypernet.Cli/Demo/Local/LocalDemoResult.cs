using Hypernet.Market;

namespace Hypernet.Cli.Demo.Local;

/// <summary>What came of the local demo: one fit three times.</summary>
/// <param name="Rows">The rows of each rank.</param>
/// <param name="Victim">The rank that was killed.</param>
/// <param name="Whole">With nobody killed.</param>
/// <param name="After">With the victim killed after it had contributed.</param>
/// <param name="Before">With the victim killed before it had.</param>
internal sealed record LocalDemoResult(RowPartition Rows, int Victim, LocalDemoFit Whole, LocalDemoFit After, LocalDemoFit Before)
{
    /// <summary>Rows in all.</summary>
    public long DataRows => Rows.Parts.Sum(part => part.Records);

    /// <summary>Whether the death of a rank that had contributed has changed no bit.</summary>
    public bool IsEqual => HasBitsOfWhole(After);

    /// <summary>Whether the runs ended as they should.</summary>
    public bool IsWell => IsEqual && Whole.Fit.Rows == DataRows && After.Fit.Rows == DataRows
        && Before.Fit.MissingRanks.SequenceEqual([Victim]) && Before.Fit.Rows == DataRows - Rows.Parts[Victim].Records && !HasBitsOfWhole(Before);

    /// <summary>Whether a fit has the bits of the whole one.</summary>
    public bool HasBitsOfWhole(LocalDemoFit other) => Whole.Fit.Bits.SequenceEqual(other.Fit.Bits);

    /// <summary>First and last row of those that a fit misses, counted from 1.</summary>
    public IEnumerable<(long First, long Last)> MissingRows(LocalDemoFit fit)
    {
        foreach (int rank in fit.Fit.MissingRanks)
        {
            long before = Rows.Parts.Take(rank).Sum(part => part.Records);
            yield return (before + 1, before + Rows.Parts[rank].Records);
        }
    }
}
