namespace Hypernet.Consensus;

/// <summary>The solution of a linear least-squares problem: the coefficients z for which ‖b − Az‖ is least.</summary>
public sealed record LeastSquaresFit
{
    /// <summary>One for each column: the exact solution for the rows given, rounded to doubles.</summary>
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>Standard deviation of each coefficient, about as exact as doubles allow for the condition of the matrix; NaN where there are no more rows than columns.</summary>
    public required IReadOnlyList<double> StandardErrors { get; init; }

    /// <summary>‖b − Az‖ of the coefficients, in the unit of the right-hand side; the exact value, rounded.</summary>
    public required double ResidualNorm { get; init; }

    /// <summary>The residual norm over the root of rows less columns; NaN where there are no more rows than columns.</summary>
    public required double ResidualDeviation { get; init; }

    /// <summary>How many rows were counted.</summary>
    public required long Rows { get; init; }

    /// <summary>The partitions whose rows are not in it, ascending: their ranks dropped out before they called, or nobody gave them.</summary>
    public required IReadOnlyList<int> MissingPartitions { get; init; }
}
