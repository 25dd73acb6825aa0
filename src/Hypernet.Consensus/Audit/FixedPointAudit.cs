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
        if (Descriptor.Type == ElementType.F32)
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, float>(Given), _own);
        }
        else
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, double>(Given), _own);
        }
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
    public override UInt128 Fingerprint(AuditPoint point)
    {
        var polynomial = new Polynomial(point);
        for (int first = 0; first < Count && _isScaled; first += Batch)
        {
            var scales = Scales[BlockScales.Count(first)..];
            int count = Math.Min(Batch, Count - first);
            scales = scales[..BlockScales.Count(count)];
            long[] words = new long[_fixedPoint.WordCount(scales, count)];
            if (Descriptor.Type == ElementType.F32)
            {
                _fixedPoint.Quantize(MemoryMarshal.Cast<byte, float>(Given).Slice(first, count), scales, words);
            }
            else
            {
                _fixedPoint.Quantize(MemoryMarshal.Cast<byte, double>(Given).Slice(first, count), scales, words);
            }

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

        var blocks = Share.Of(Descriptor, _own.Length / BlockScales.Fields, Partition, Partitions);
        int first = Math.Min(Count, blocks.First * BlockScales.BlockLength);
        int count = Math.Min(Count, (blocks.First + blocks.Count) * BlockScales.BlockLength) - first;
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
