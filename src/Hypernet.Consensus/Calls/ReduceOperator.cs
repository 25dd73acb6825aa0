namespace Hypernet.Consensus;

/// <summary>How contributions are reduced. The numbers stand in descriptors.</summary>
public enum ReduceOperator : byte
{
    /// <summary>Not a reduction.</summary>
    None = 0,

    /// <summary>The exact sum, rounded once.</summary>
    Sum = 1,

    /// <summary>The exact sum over the number of contributors, rounded once.</summary>
    Mean = 2,

    /// <summary>Σwx / Σw, both sums exact, rounded once. The contribution ends with one more element: the rank's weight.</summary>
    WeightedMean = 3,

    /// <summary>The least, by IEEE 754 total order; NaN propagates.</summary>
    Min = 4,

    /// <summary>The greatest, by IEEE 754 total order; NaN propagates.</summary>
    Max = 5,

    /// <summary>Bitwise (of Bool: logical) and.</summary>
    And = 6,

    /// <summary>Bitwise (of Bool: logical) or.</summary>
    Or = 7,

    /// <summary>A merge of bytes given by the caller, in the fixed binary tree over slots: it need not commute.</summary>
    Ordered = 8,
}
