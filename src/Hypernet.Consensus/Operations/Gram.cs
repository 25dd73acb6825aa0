using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Operations;

/// <summary>[A b]ᵀ[A b], exact: one sum for each pair of columns, the right-hand side being the last one. Its order of additions does not matter.</summary>
internal static class Gram
{
    internal static int Count(int width) => width * (width + 1) / 2;

    internal static int IndexOf(int width, int i, int j) =>
        i <= j ? (i * width) - (i * (i - 1) / 2) + j - i : IndexOf(width, j, i);

    /// <summary>One vector of sums.</summary>
    internal static ExactVector Join(ReadOnlySpan<ExactVector> gram)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var sum in gram)
        {
            sum.Write(writer);
        }

        var joined = new ExactVector(gram.Length);
        return joined.TryMerge(writer.WrittenSpan) ? joined : throw new InvalidOperationException("The wire form of exact sums is not canonical.");
    }

    /// <summary>Adds rows.</summary>
    /// <param name="gram">What to add to: sums of one element each, whose carries are then their own.</param>
    /// <param name="columns">The rows' columns, one after the other, each of as many elements as there are rows.</param>
    /// <param name="width">How many columns.</param>
    internal static void Add(ReadOnlySpan<ExactVector> gram, ReadOnlySpan<double> columns, int width) => Add(gram, columns, columns, width);

    /// <summary>Adds rows whose elements are sums of two doubles each.</summary>
    /// <param name="gram">What to add to.</param>
    /// <param name="columns">The greater of the two.</param>
    /// <param name="rest">The lesser.</param>
    /// <param name="width">How many columns.</param>
    internal static void AddSums(ReadOnlySpan<ExactVector> gram, ReadOnlySpan<double> columns, ReadOnlySpan<double> rest, int width)
    {
        Add(gram, columns, columns, width);
        Add(gram, columns, rest, width);
        Add(gram, rest, columns, width);
        Add(gram, rest, rest, width);
    }

    private static void Add(ReadOnlySpan<ExactVector> gram, ReadOnlySpan<double> left, ReadOnlySpan<double> right, int width)
    {
        int rows = left.Length / width;
        int index = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = i; j < width; j++)
            {
                gram[index++].AddDot(0, left.Slice(i * rows, rows), right.Slice(j * rows, rows));
            }
        }
    }

    /// <summary>The sums as integers in units of one power of two.</summary>
    internal static (BigInteger[,] Elements, int Unit) ToIntegers(ExactVector gram, int width)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        int low = Limbs.Count;
        for (int i = 0; i < gram.Count; i++)
        {
            var value = gram[i, digits];
            low = value.Digits.IsEmpty ? low : Math.Min(low, value.Low);
        }

        var elements = new BigInteger[width, width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                var value = gram[IndexOf(width, i, j), digits];
                var magnitude = new BigInteger(MemoryMarshal.AsBytes(value.Digits), isUnsigned: true) << (Limbs.Bits * Math.Max(0, value.Low - low));
                elements[i, j] = value.IsNegative ? -magnitude : magnitude;
            }
        }

        return (elements, Limbs.Bits * (low - Limbs.One));
    }
}
