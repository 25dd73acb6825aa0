using System.Runtime.InteropServices;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class ExtremesTests
{
    private static readonly double[] Ordered =
        [double.NegativeInfinity, double.MinValue, -1, -double.Epsilon, -0.0, 0.0, double.Epsilon, 1, double.MaxValue, double.PositiveInfinity];

    [Fact]
    public void Doubles_are_in_total_order()
    {
        for (int i = 0; i < Ordered.Length; i++)
        {
            for (int k = 0; k < Ordered.Length; k++)
            {
                Assert.Equal(Bits(Ordered[Math.Min(i, k)]), Bits(Merged([Ordered[i]], [Ordered[k]], ElementType.F64, ReduceOperator.Min)[0]));
                Assert.Equal(Bits(Ordered[Math.Max(i, k)]), Bits(Merged([Ordered[i]], [Ordered[k]], ElementType.F64, ReduceOperator.Max)[0]));
            }
        }
    }

    [Theory]
    [InlineData(0x7FF8_0000_0000_0000)]
    [InlineData(0x7FF0_0000_0000_0001)]
    [InlineData(unchecked((long)0xFFFF_FFFF_FFFF_FFFF))]
    public void Any_NaN_makes_the_canonical_one(long bits)
    {
        double nan = BitConverter.Int64BitsToDouble(bits);
        foreach (double other in Ordered)
        {
            foreach (var reduction in new[] { ReduceOperator.Min, ReduceOperator.Max })
            {
                Assert.Equal(0x7FF8L << 48, Bits(Merged([nan], [other], ElementType.F64, reduction)[0]));
                Assert.Equal(0x7FF8L << 48, Bits(Merged([other], [nan], ElementType.F64, reduction)[0]));
            }
        }

        byte[] alone = BitConverter.GetBytes(bits);
        Extremes.Canonicalize(alone, ElementType.F64);
        Assert.Equal(0x7FF8L << 48, BitConverter.ToInt64(alone));
    }

    [Fact]
    public void Every_element_of_every_length_is_merged_and_nothing_beyond()
    {
        var random = new Random(1);
        for (int count = 0; count < 70; count++)
        {
            Check(count, ElementType.F64, Enumerable.Range(0, 2 * count).Select(_ => Doubles.Wild(random)).ToArray(), Math.Min, Math.Max);
            Check(count, ElementType.F32, Enumerable.Range(0, 2 * count).Select(_ => (float)random.NextDouble() - 0.5f).ToArray(), Math.Min, Math.Max);
            Check(count, ElementType.I32, Enumerable.Range(0, 2 * count).Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray(), Math.Min, Math.Max);
            Check(count, ElementType.I64, Enumerable.Range(0, 2 * count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToArray(), Math.Min, Math.Max);
            Check(count, ElementType.U64, Enumerable.Range(0, 2 * count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).ToArray(), Math.Min, Math.Max);
            Check(count, ElementType.Bool, Enumerable.Range(0, 2 * count).Select(_ => (byte)random.Next(2)).ToArray(), Math.Min, Math.Max);
        }
    }

    [Fact]
    public void And_and_or_are_bitwise()
    {
        var random = new Random(2);
        long[] x = [.. Enumerable.Range(0, 37).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        long[] y = [.. Enumerable.Range(0, 37).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];

        Assert.Equal(x.Zip(y, (a, b) => a & b), Merged(x, y, ElementType.I64, ReduceOperator.And));
        Assert.Equal(x.Zip(y, (a, b) => a | b), Merged(x, y, ElementType.I64, ReduceOperator.Or));
    }

    [Theory]
    [InlineData(ElementType.Bytes, ReduceOperator.Min)]
    [InlineData(ElementType.F64, ReduceOperator.And)]
    [InlineData(ElementType.I64, ReduceOperator.Sum)]
    public void What_has_no_meaning_is_refused(ElementType type, ReduceOperator reduction) =>
        Assert.Throws<NotSupportedException>(() => Extremes.Merge(new byte[8], new byte[8], type, reduction));

    private static void Check<T>(int count, ElementType type, T[] values, Func<T, T, T> least, Func<T, T, T> greatest)
        where T : unmanaged
    {
        T[] x = values[..count];
        T[] y = values[count..];

        Assert.Equal(x.Zip(y, least), Merged(x, y, type, ReduceOperator.Min));
        Assert.Equal(x.Zip(y, greatest), Merged(x, y, type, ReduceOperator.Max));
    }

    private static T[] Merged<T>(T[] x, T[] y, ElementType type, ReduceOperator reduction)
        where T : unmanaged
    {
        T[] result = [.. x];
        Extremes.Merge(MemoryMarshal.AsBytes(result.AsSpan()), MemoryMarshal.AsBytes<T>(y), type, reduction);
        return result;
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
