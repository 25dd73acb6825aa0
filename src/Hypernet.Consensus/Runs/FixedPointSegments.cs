using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// The words of a fixed-point sum (docs/spec/exact.md §4), cut for a <see cref="RingRun"/>: one segment of whole blocks for each member,
/// so that bits do not depend on their number.
/// </summary>
internal sealed class FixedPointSegments
{
    private readonly Descriptor _descriptor;
    private readonly BlockFixedPoint _fixedPoint;
    private readonly int _count;
    private readonly int _members;

    // Elements of a part: of whole blocks.
    private readonly int _partLength;
    private readonly short[] _scales;
    private readonly byte[][] _words;

    /// <summary>Makes words of what this slot plays.</summary>
    /// <param name="context">What the run knows.</param>
    /// <param name="scales">Merged: as <see cref="Measure"/> gives them.</param>
    /// <param name="contributions">By the slot that made them.</param>
    public FixedPointSegments(RunContext context, ReadOnlySpan<byte> scales, IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        _descriptor = context.Call.Descriptor;
        int words = _descriptor.Digits is >= 1 and <= 9 ? 1 : 2;
        _fixedPoint = new BlockFixedPoint(context.Size, words);
        _partLength = BlockScales.BlockLength * (RunBounds.ChunkBytes / (sizeof(long) * BlockFixedPoint.MostWords(words)));
        _count = (int)_descriptor.Count;
        _members = context.Members.Count;
        _scales = Read(MemoryMarshal.Cast<byte, int>(scales));
        _words = [.. Enumerable.Range(0, _members).Select(segment => Quantize(segment, contributions))];
    }

    /// <summary>The scales of a contribution, as I32: what the slots agree on first, by max.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="contribution">Its elements.</param>
    public static ReadOnlyMemory<byte> Measure(Descriptor descriptor, ReadOnlyMemory<byte> contribution)
    {
        short[] scales = new short[BlockScales.Count((int)descriptor.Count)];
        if (descriptor.Type == ElementType.F32)
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, float>(contribution.Span), scales);
        }
        else
        {
            BlockScales.Measure(MemoryMarshal.Cast<byte, double>(contribution.Span), scales);
        }

        return MemoryMarshal.AsBytes<int>(Array.ConvertAll(scales, scale => (int)scale)).ToArray();
    }

    /// <summary>
    /// Parts of the words of a segment, at least one: of as many blocks as have room in a frame whatever their scales are, so that members
    /// agree on the parts even if somebody has merged the scales in two ways.
    /// </summary>
    /// <param name="segment">From 0, below the number of members.</param>
    public int Parts(int segment) => Math.Max(1, (Blocks(segment).Count + _partLength - 1) / _partLength);

    /// <summary>The words of a part of a segment, to be added to.</summary>
    /// <param name="segment">From 0, below the number of members.</param>
    /// <param name="part">From 0, below the number of parts.</param>
    public Memory<byte> Words(int segment, int part)
    {
        int first = Math.Min(part * _partLength, Blocks(segment).Count);
        int end = Math.Min(first + _partLength, Blocks(segment).Count);
        int start = WordBytes(segment, first);
        return _words[segment].AsMemory(start, WordBytes(segment, end) - start);
    }

    /// <summary>Where the elements of a segment stand in the result.</summary>
    /// <param name="segment">From 0, below the number of members.</param>
    /// <param name="result">Of all elements.</param>
    public Memory<byte> Elements(int segment, Memory<byte> result)
    {
        var (first, count) = Blocks(segment);
        return result.Slice(first * _descriptor.Type.Width(), count * _descriptor.Type.Width());
    }

    /// <summary>Rounds the words of a segment, once all have been added.</summary>
    /// <param name="segment">From 0, below the number of members.</param>
    /// <param name="contributors">How many contributions there are.</param>
    /// <param name="result">Receives the segment's elements in their place.</param>
    /// <returns>Bound of the absolute error of each of them.</returns>
    public double Round(int segment, int contributors, Memory<byte> result)
    {
        var words = MemoryMarshal.Cast<byte, long>(_words[segment]);
        var elements = Elements(segment, result).Span;
        int divisor = _descriptor.Operator == ReduceOperator.Mean ? contributors : 1;
        return _descriptor.Type == ElementType.F32
            ? _fixedPoint.Round(words, Scales(segment), divisor, MemoryMarshal.Cast<byte, float>(elements))
            : _fixedPoint.Round(words, Scales(segment), divisor, MemoryMarshal.Cast<byte, double>(elements));
    }

    // Scales that strangers have merged may be anything: they are made some that can be, the same at every slot.
    private static short[] Read(ReadOnlySpan<int> merged)
    {
        short[] scales = new short[merged.Length];
        for (int i = 0; i < scales.Length; i += BlockScales.Fields)
        {
            scales[i] = (short)Math.Clamp(merged[i], BlockScales.NoExponent, short.MaxValue);
            scales[i + 1] = (short)Math.Clamp(merged[i + 1], 0, 1);
            scales[i] = BlockScales.AreValid(scales.AsSpan(i, BlockScales.Fields)) ? scales[i] : BlockScales.NoExponent;
        }

        return scales;
    }

    private byte[] Quantize(int segment, IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        byte[] words = new byte[WordBytes(segment, Blocks(segment).Count)];
        long[] own = new long[words.Length / sizeof(long)];
        foreach (var (_, contribution) in contributions)
        {
            var elements = Elements(segment, MemoryMarshal.AsMemory(contribution)).Span;
            if (_descriptor.Type == ElementType.F32)
            {
                _fixedPoint.Quantize<float>(MemoryMarshal.Cast<byte, float>(elements), Scales(segment), own);
            }
            else
            {
                _fixedPoint.Quantize<double>(MemoryMarshal.Cast<byte, double>(elements), Scales(segment), own);
            }

            BlockFixedPoint.Add(MemoryMarshal.Cast<byte, long>(words.AsSpan()), own);
        }

        return words;
    }

    // Of the first elements of a segment: of whole blocks, or all.
    private int WordBytes(int segment, int elements) => sizeof(long) * _fixedPoint.WordCount(Scales(segment)[..BlockScales.Count(elements)], elements);

    private (int First, int Count) Blocks(int segment)
    {
        long blocks = (_count + BlockScales.BlockLength - 1) / BlockScales.BlockLength;
        int first = Math.Min(_count, (int)(blocks * segment / _members) * BlockScales.BlockLength);
        int end = Math.Min(_count, (int)(blocks * (segment + 1) / _members) * BlockScales.BlockLength);
        return (first, end - first);
    }

    private ReadOnlySpan<short> Scales(int segment)
    {
        var (first, count) = Blocks(segment);
        return _scales.AsSpan(BlockScales.Count(first), BlockScales.Count(count));
    }
}
