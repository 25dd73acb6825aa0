using Hypernet.Consensus.Audit;

namespace Hypernet.Consensus.Runs;

/// <summary>The exact results behind the rounded ones, as far as one slot's run has come to hold them.</summary>
internal interface IExactSums
{
    /// <summary>The elements, in fixed point the blocks, whose exact results it holds; ascending, not empty, and apart.</summary>
    IReadOnlyList<Share> Held { get; }

    /// <summary>In fixed point the merged scales of all blocks, which every run holds; else empty.</summary>
    ReadOnlyMemory<short> Scales { get; }

    /// <summary>Bytes that are kept for it.</summary>
    long Bytes { get; }

    /// <summary>Gives exact results.</summary>
    /// <param name="share">Not empty, and within one of <see cref="Held"/>.</param>
    ExactShare Give(Share share);
}
