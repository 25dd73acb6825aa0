using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Runs;

/// <summary>What operations come to, computed from all contributions at once, with big integers, and without a look at the tested code.</summary>
internal static class Reference
{
    private static readonly double NaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>The value that a slot receives; null if an element's sum does not fit.</summary>
    public static byte[]? Value(int size, OperationCall call, IReadOnlyDictionary<int, byte[]> given, int slot)
    {
        var descriptor = call.Descriptor;
        return descriptor.Kind switch
        {
            OperationKind.Barrier => [],
            OperationKind.Broadcast => given[descriptor.Root],
            OperationKind.Scatter => PartList.Read(given[descriptor.Root], size)![slot]!.Value.ToArray(),
            OperationKind.Gather when slot != descriptor.Root => [],
            OperationKind.Gather or OperationKind.AllGather => Parts(size, given),
            OperationKind.Exchange => Parts(size, given.Where(part => call.OutNeighbors![part.Key].Contains(slot)).ToDictionary()),
            _ => Reduce(size, call, given) is { } value ? descriptor.Kind == OperationKind.Reduce && slot != descriptor.Root ? [] : value : null,
        };
    }

    private static byte[] Parts(int size, IReadOnlyDictionary<int, byte[]> given) =>
        PartList.Write([.. Enumerable.Range(0, size).Select(slot => given.TryGetValue(slot, out byte[]? part) ? part : (ReadOnlyMemory<byte>?)null)]);

    private static byte[]? Reduce(int size, OperationCall call, IReadOnlyDictionary<int, byte[]> given)
    {
        byte[][] parts = [.. given.OrderBy(part => part.Key).Select(part => part.Value)];
        int count = (int)call.Descriptor.Count;
        return (call.Descriptor.Operator, call.Descriptor.Type) switch
        {
            (ReduceOperator.Ordered, _) => Ordered(call, given, 0, (int)BitOperations.RoundUpToPowerOf2((uint)size)),
            (ReduceOperator.And, _) => Fold<byte>(parts, (x, y) => (byte)(x & y)),
            (ReduceOperator.Or, _) => Fold<byte>(parts, (x, y) => (byte)(x | y)),
            (ReduceOperator.Min, ElementType.F64) => Fold<double>(parts, (x, y) => Extreme(x, y, -1)),
            (ReduceOperator.Max, ElementType.F64) => Fold<double>(parts, (x, y) => Extreme(x, y, 1)),
            (ReduceOperator.Min, ElementType.F32) => Fold<float>(parts, (x, y) => (float)Extreme(x, y, -1)),
            (ReduceOperator.Max, ElementType.F32) => Fold<float>(parts, (x, y) => (float)Extreme(x, y, 1)),
            (ReduceOperator.Min, ElementType.I32) => Fold<int>(parts, Math.Min),
            (ReduceOperator.Max, ElementType.I32) => Fold<int>(parts, Math.Max),
            (ReduceOperator.Min, ElementType.I64) => Fold<long>(parts, Math.Min),
            (ReduceOperator.Max, ElementType.I64) => Fold<long>(parts, Math.Max),
            (ReduceOperator.Min, ElementType.U64) => Fold<ulong>(parts, Math.Min),
            (ReduceOperator.Max, ElementType.U64) => Fold<ulong>(parts, Math.Max),
            (ReduceOperator.Min, _) => Fold<byte>(parts, Math.Min),
            (ReduceOperator.Max, _) => Fold<byte>(parts, Math.Max),
            (ReduceOperator.WeightedMean, ElementType.F64) => Bytes(Enumerable.Range(0, count).Select(i => WeightedMean([.. parts.Select(Of<double>)], i, Oracle.Round))),
            (ReduceOperator.WeightedMean, _) => Bytes(Enumerable.Range(0, count).Select(i =>
                WeightedMean([.. parts.Select(part => Of<float>(part).Select(x => (double)x).ToArray())], i, Oracle.RoundToSingle))),
            (_, ElementType.I32) => Integers<int>(parts, count, int.MinValue, int.MaxValue),
            (_, ElementType.I64) => Integers<long>(parts, count, long.MinValue, long.MaxValue),
            (_, ElementType.U64) => Integers<ulong>(parts, count, ulong.MinValue, ulong.MaxValue),
            (var reduction, ElementType.F32) => Bytes(Enumerable.Range(0, count).Select(i =>
                (float)Mean([.. parts.Select(part => (double)Of<float>(part)[i])], reduction == ReduceOperator.Mean ? parts.Length : 1, (n, d, _) => Oracle.RoundToSingle(n, d)))),
            (var reduction, ElementType.ExactSum) => Bytes(Enumerable.Range(0, count).Select(i =>
                Mean([.. parts.SelectMany(part => RunCase.ExactSums(part)[i])], reduction == ReduceOperator.Mean ? parts.Length : 1, (n, d, _) => Oracle.Round(n, d)))),
            (var reduction, _) => Bytes(Enumerable.Range(0, count).Select(i =>
                Mean([.. parts.Select(part => Of<double>(part)[i])], reduction == ReduceOperator.Mean ? parts.Length : 1, (n, d, _) => Oracle.Round(n, d)))),
        };
    }

    private static double Mean(double[] values, int divisor, Func<BigInteger, BigInteger, int, double> round)
    {
        bool positive = values.Contains(double.PositiveInfinity);
        bool negative = values.Contains(double.NegativeInfinity);
        if (values.Any(double.IsNaN) || (positive && negative))
        {
            return NaN;
        }

        return positive ? double.PositiveInfinity
            : negative ? double.NegativeInfinity
            : values.All(x => x == 0 && double.IsNegative(x)) ? -0.0
            : round(values.Aggregate(BigInteger.Zero, (sum, x) => sum + Oracle.Of(x)), divisor, 0);
    }

    // Weights are drawn above 0.
    private static T WeightedMean<T>(double[][] rows, int i, Func<BigInteger, BigInteger, int, T> round)
        where T : INumber<T> =>
        rows.All(row => row[i] == 0 && double.IsNegative(row[i])) ? T.CreateChecked(-0.0) : round(rows.Aggregate(BigInteger.Zero, (sum, row) => sum + (Oracle.Of(row[i]) * Oracle.Of(row[^1]))), rows.Aggregate(BigInteger.Zero, (sum, row) => sum + Oracle.Of(row[^1])), Oracle.Exponent);

    private static double Extreme(double x, double y, int sign)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return NaN;
        }

        if (x == 0 && y == 0)
        {
            bool isNegative = sign < 0 ? double.IsNegative(x) || double.IsNegative(y) : double.IsNegative(x) && double.IsNegative(y);
            return isNegative ? -0.0 : 0.0;
        }

        return sign * x.CompareTo(y) > 0 ? x : y;
    }

    private static byte[]? Integers<T>(byte[][] parts, int count, BigInteger least, BigInteger most)
        where T : unmanaged, IBinaryInteger<T>
    {
        var sums = Enumerable.Range(0, count).Select(i => parts.Aggregate(BigInteger.Zero, (sum, part) => sum + BigInteger.CreateChecked(Of<T>(part)[i]))).ToArray();
        return sums.All(sum => sum >= least && sum <= most) ? Bytes(sums.Select(T.CreateChecked)) : null;
    }

    private static byte[]? Ordered(OperationCall call, IReadOnlyDictionary<int, byte[]> given, int first, int width)
    {
        if (width == 1)
        {
            return given.GetValueOrDefault(first);
        }

        byte[]? low = Ordered(call, given, first, width / 2);
        byte[]? high = Ordered(call, given, first + (width / 2), width / 2);
        return low is null || high is null ? low ?? high : call.Merge!(low, high).ToArray();
    }

    private static byte[] Fold<T>(byte[][] parts, Func<T, T, T> combine)
        where T : unmanaged =>
        Bytes(parts.Select(Of<T>).Select(row => row.Select(x => combine(x, x))).Aggregate((sum, row) => sum.Zip(row, combine)));

    private static T[] Of<T>(byte[] bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private static byte[] Bytes<T>(IEnumerable<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values.ToArray()).ToArray();
}
