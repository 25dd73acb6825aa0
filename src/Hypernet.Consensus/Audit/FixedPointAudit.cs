using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Of sums in fixed point (docs/spec/exact.md §4): the words are integers, what was lost and what is special included, so fingerprints
/// say all of them. The scales before are greatest ones: claimed like those.
/// </summary>
internal sealed class FixedPointAudit : OperationAudit
{
    private const int BatchBlocks = 32;
    private const int Batch = BatchBlocks * BlockScales.BlockLength;

    private readonly BlockFixedPoint _fixedPoint;
    private readonly short[] _own;
    private readonly bool _isScaled;

    /// <summary>Measures the own contribution.</summary>
    /// <param name="operation">What was kept of it.</param>
    /// <param name="partition">The own partition.</param>
    /// <param name="partitions">How many there are: slots of the group.</param>
    public FixedPointAudit(AuditedOperation operation, int partition, int partitions)
        : base(operation, partition, partitions)
    {
        _fixedPoint = new BlockFixedPoint(partitions, Descriptor.Digits is >= 1 and <= 9 ? 1 : 2);
        _own = new short[BlockScales.Count(Count)];
        _isScaled = Scales.Length == _own.Length && BlockScales.AreValid(Scales);
        Measure(Given, _own);
    }

    /// <inheritdoc/>
    public override long Coefficients => _isScaled ? _fixedPoint.WordCount(Scales, Count) : 0;

    private ReadOnlySpan<short> Scales => Operation.Scales.Span;

    private int Count => (int)Descriptor.Count;

    private int Divisor => Descriptor.Operator == ReduceOperator.Mean ? Math.Max(1, Contributors.Count) : 1;

    /// <inheritdoc/>
    public override int ClaimBytes(int of) => (_own.Length + 7) / 8;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim() => _isScaled ? Attained(_own.Length, place => _own[place] == Scales[place]) : default;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> PartFor(int partition)
    {
        var (first, count, _) = BlocksOf(partition);
        int width = Descriptor.Type.Width();
        return (byte[])[.. MemoryMarshal.AsBytes<short>(_own), .. Given.Slice(first * width, count * width)];
    }

    /// <inheritdoc/>
    public override bool IsPart(int from, ReadOnlyMemory<byte> part)
    {
        var (_, count, blocks) = BlocksOf(Partition);
        if (part.Length != sizeof(short) * _own.Length + (count * Descriptor.Type.Width()))
        {
            return false;
        }

        // What is above its scale cannot be made words.
        var scales = ScalesOf(part.Span);
        short[] measured = new short[BlockScales.Fields * blocks.Count];
        Measure(ElementsOf(part.Span), measured);
        return BlockScales.AreValid(scales) && scales.Slice(BlockScales.Fields * blocks.First, measured.Length).SequenceEqual(measured);
    }

    /// <inheritdoc/>
    public override AuditedOperation Complete(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        short[] merged = ScalesOf(parts[Contributors.First].Span).ToArray();
        foreach (int contributor in Contributors)
        {
            var scales = ScalesOf(parts[contributor].Span);
            for (int i = 0; i < merged.Length; i++)
            {
                merged[i] = Math.Max(merged[i], scales[i]);
            }
        }

        var (_, count, blocks) = BlocksOf(Partition);
        var share = merged.AsSpan(BlockScales.Fields * blocks.First, BlockScales.Fields * blocks.Count);
        long[] words = new long[_fixedPoint.WordCount(share, count)];
        long[] own = new long[words.Length];
        foreach (int contributor in Contributors)
        {
            Quantize(ElementsOf(parts[contributor].Span), share, own);
            BlockFixedPoint.Add(words, own);
        }

        return Operation with { Exact = MemoryMarshal.AsBytes(words.AsSpan()).ToArray(), Scales = merged };
    }

    /// <inheritdoc/>
    public override UInt128 Fingerprint(AuditPoint point)
    {
        var polynomial = new Polynomial(point);
        for (int first = 0; first < Count && _isScaled; first += Batch)
        {
            var scales = Scales[BlockScales.Count(first)..];
            int count = Math.Min(Batch, Count - first);
            scales = scales[..BlockScales.Count(count)];
            long[] words = new long[_fixedPoint.WordCount(scales, count)];
            Quantize(Given.Slice(first * Descriptor.Type.Width(), count * Descriptor.Type.Width()), scales, words);
            polynomial.AppendIntegers<long>(words, 0);
        }

        return polynomial.Residue;
    }

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs)
    {
        if (!_isScaled || Value.Length != Count * Descriptor.Type.Width() || !AreAttained(_own.Length, claims) || !IsCovered())
        {
            return new OperationFinding(0, false, false);
        }

        var (first, count, blocks) = BlocksOf(Partition);
        var scales = Scales.Slice(BlockScales.Fields * blocks.First, BlockScales.Fields * blocks.Count);
        var words = MemoryMarshal.Cast<byte, long>(Operation.Exact.Span);
        if (words.Length != _fixedPoint.WordCount(scales, count) || Operation.Exact.Length % sizeof(long) != 0)
        {
            return new OperationFinding(0, false, false);
        }

        var polynomial = new Polynomial(point, _fixedPoint.WordCount(Scales[..(BlockScales.Fields * blocks.First)], first));
        polynomial.AppendIntegers(words, 0);
        double bound = Descriptor.Type == ElementType.F32 ? Round<float>(words, scales, first, count, out bool isRounded) : Round<double>(words, scales, first, count, out isRounded);
        return new OperationFinding(polynomial.Residue, isRounded && bound <= Operation.Result.ErrorBound, bound == Operation.Result.ErrorBound);
    }

    private (int First, int Count, Share Blocks) BlocksOf(int partition)
    {
        var blocks = Share.Of(Descriptor, _own.Length / BlockScales.Fields, partition, Partitions);
        int first = Math.Min(Count, blocks.First * BlockScales.BlockLength);
        return (first, Math.Min(Count, (blocks.First + blocks.Count) * BlockScales.BlockLength) - first, blocks);
    }

    private ReadOnlySpan<short> ScalesOf(ReadOnlySpan<byte> part) => MemoryMarshal.Cast<byte, short>(part[..(sizeof(short) * _own.Length)]);

    private ReadOnlySpan<byte> ElementsOf(ReadOnlySpan<byte> part) => part[(sizeof(short) * _own.Length)..];

    private void Measure(ReadOnlySpan<byte> elements, Span<short> scales)
    {
        if (Descriptor.Type == ElementType.F32)
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, float>(elements), scales);
        }
        else
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, double>(elements), scales);
        }
    }

    private void Quantize(ReadOnlySpan<byte> elements, ReadOnlySpan<short> scales, Span<long> words)
    {
        if (Descriptor.Type == ElementType.F32)
        {
            _fixedPoint.Quantize(MemoryMarshal.Cast<byte, float>(elements), scales, words);
        }
        else
        {
            _fixedPoint.Quantize(MemoryMarshal.Cast<byte, double>(elements), scales, words);
        }
    }

    // No own scale is above the merged one.
    private bool IsCovered()
    {
        bool isCovered = true;
        for (int i = 0; i < _own.Length && IsGiven; i++)
        {
            isCovered &= _own[i] <= Scales[i];
        }

        return isCovered;
    }

    private double Round<T>(ReadOnlySpan<long> words, ReadOnlySpan<short> scales, int first, int count, out bool isRounded)
        where T : unmanaged
    {
        var rounded = new T[count];
        double bound = _fixedPoint.Round<T>(words, scales, Divisor, rounded);
        int width = Descriptor.Type.Width();
        isRounded = MemoryMarshal.AsBytes(rounded.AsSpan()).SequenceEqual(Value.Slice(first * width, count * width));
        return bound;
    }
}
