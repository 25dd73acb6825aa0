using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Audit;

namespace Hypernet.Consensus.Runs;

/// <summary>The words of one segment of a <see cref="RingRun"/>, after all have been added.</summary>
/// <param name="fixedPoint">Of the operation.</param>
/// <param name="scales">Merged, of all blocks.</param>
/// <param name="segment">Its blocks.</param>
/// <param name="count">Elements of the operation.</param>
/// <param name="words">Of the segment.</param>
internal sealed class FixedPointSums(BlockFixedPoint fixedPoint, short[] scales, Share segment, int count, byte[] words) : IExactSums
{
    /// <inheritdoc/>
    public IReadOnlyList<Share> Held => segment.Count == 0 ? [] : [segment];

    /// <inheritdoc/>
    public ReadOnlyMemory<short> Scales => scales;

    /// <inheritdoc/>
    public long Bytes => words.Length + sizeof(short) * scales.Length;

    /// <inheritdoc/>
    public ExactShare Give(Share share) =>
        new(words.AsMemory(WordsOf(segment.First, share.First), WordsOf(share.First, share.First + share.Count)), default);

    // Bytes of the words of some blocks.
    private int WordsOf(int first, int end) => sizeof(long) * fixedPoint.WordCount(
        scales.AsSpan(BlockScales.Fields * first, BlockScales.Fields * (end - first)),
        Math.Min(count, end * BlockScales.BlockLength) - Math.Min(count, first * BlockScales.BlockLength));
}
