using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Merges by least, greatest, and, or: element by element, the same bits in any order. Floating point numbers are compared
/// by the total order of IEEE 754 (−0 is below +0); a NaN makes the result the canonical NaN.
/// </summary>
internal static class Extremes
{
    /// <summary>Merges raw contributions.</summary>
    /// <param name="into">Receives the result.</param>
    /// <param name="other">As many bytes: whole elements.</param>
    /// <param name="type">Of the elements.</param>
    /// <param name="reduction">Min, Max, And, Or.</param>
    /// <exception cref="NotSupportedException">The type has no such reduction.</exception>
    public static void Merge(Span<byte> into, ReadOnlySpan<byte> other, ElementType type, ReduceOperator reduction)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Length, into.Length);
        switch (type, reduction)
        {
            case (ElementType.F64, ReduceOperator.Min): Apply<long, LeastFloat<long>>(into, other); break;
            case (ElementType.F64, ReduceOperator.Max): Apply<long, GreatestFloat<long>>(into, other); break;
            case (ElementType.F32, ReduceOperator.Min): Apply<int, LeastFloat<int>>(into, other); break;
            case (ElementType.F32, ReduceOperator.Max): Apply<int, GreatestFloat<int>>(into, other); break;
            case (ElementType.I32, ReduceOperator.Min): Apply<int, Least<int>>(into, other); break;
            case (ElementType.I32, ReduceOperator.Max): Apply<int, Greatest<int>>(into, other); break;
            case (ElementType.I64, ReduceOperator.Min): Apply<long, Least<long>>(into, other); break;
            case (ElementType.I64, ReduceOperator.Max): Apply<long, Greatest<long>>(into, other); break;
            case (ElementType.U64, ReduceOperator.Min): Apply<ulong, Least<ulong>>(into, other); break;
            case (ElementType.U64, ReduceOperator.Max): Apply<ulong, Greatest<ulong>>(into, other); break;
            case (ElementType.Bool, ReduceOperator.Min): Apply<byte, Least<byte>>(into, other); break;
            case (ElementType.Bool, ReduceOperator.Max): Apply<byte, Greatest<byte>>(into, other); break;
            case (ElementType.I32 or ElementType.I64 or ElementType.U64 or ElementType.Bool, ReduceOperator.And): Apply<byte, Both>(into, other); break;
            case (ElementType.I32 or ElementType.I64 or ElementType.U64 or ElementType.Bool, ReduceOperator.Or): Apply<byte, Either>(into, other); break;
            default: throw new NotSupportedException($"Elements of type {type} have no {reduction}.");
        }
    }

    /// <summary>Gives a contribution the bits that merging would: one that is merged with no other has them, too.</summary>
    /// <param name="values">Whole elements.</param>
    /// <param name="type">Of the elements.</param>
    public static void Canonicalize(Span<byte> values, ElementType type)
    {
        if (type is ElementType.F64 or ElementType.F32)
        {
            Merge(values, values, type, ReduceOperator.Min);
        }
    }

    private static void Apply<T, TReduction>(Span<byte> into, ReadOnlySpan<byte> other)
        where T : unmanaged
        where TReduction : IReduction<T>
    {
        var results = MemoryMarshal.Cast<byte, Vector<T>>(into);
        var others = MemoryMarshal.Cast<byte, Vector<T>>(other);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = TReduction.Merge(results[i], others[i]);
        }

        // The rest as one vector: what is beyond its end is merged for nothing.
        int whole = results.Length * Vector<byte>.Count;
        Span<byte> rest = stackalloc byte[2 * Vector<byte>.Count];
        into[whole..].CopyTo(rest);
        other[whole..].CopyTo(rest[Vector<byte>.Count..]);
        var vectors = MemoryMarshal.Cast<byte, Vector<T>>(rest);
        vectors[0] = TReduction.Merge(vectors[0], vectors[1]);
        rest[..(into.Length - whole)].CopyTo(into[whole..]);
    }

    private static Vector<T> Key<T>(Vector<T> bits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        => bits ^ ((bits >> (8 * Unsafe.SizeOf<T>() - 1)) & new Vector<T>(T.MaxValue));

    private static Vector<T> Propagate<T>(Vector<T> x, Vector<T> y, Vector<T> result)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        bool isDouble = Unsafe.SizeOf<T>() == sizeof(double);
        var infinity = new Vector<T>(T.CreateTruncating(isDouble ? BinaryFormat.Double.Infinity : BinaryFormat.Single.Infinity));
        var canonical = new Vector<T>(T.CreateTruncating(isDouble ? BinaryFormat.Double.NaN : BinaryFormat.Single.NaN));
        var magnitude = new Vector<T>(T.MaxValue);
        var isNaN = Vector.GreaterThan(x & magnitude, infinity) | Vector.GreaterThan(y & magnitude, infinity);
        return Vector.ConditionalSelect(isNaN, canonical, result);
    }

    private interface IReduction<T>
        where T : unmanaged
    {
        static abstract Vector<T> Merge(Vector<T> x, Vector<T> y);
    }

    private readonly struct Least<T> : IReduction<T>
        where T : unmanaged
    {
        public static Vector<T> Merge(Vector<T> x, Vector<T> y) => Vector.Min(x, y);
    }

    private readonly struct Greatest<T> : IReduction<T>
        where T : unmanaged
    {
        public static Vector<T> Merge(Vector<T> x, Vector<T> y) => Vector.Max(x, y);
    }

    private readonly struct LeastFloat<T> : IReduction<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public static Vector<T> Merge(Vector<T> x, Vector<T> y) =>
            Propagate(x, y, Vector.ConditionalSelect(Vector.LessThan(Key(x), Key(y)), x, y));
    }

    private readonly struct GreatestFloat<T> : IReduction<T>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public static Vector<T> Merge(Vector<T> x, Vector<T> y) =>
            Propagate(x, y, Vector.ConditionalSelect(Vector.GreaterThan(Key(x), Key(y)), x, y));
    }

    private readonly struct Both : IReduction<byte>
    {
        public static Vector<byte> Merge(Vector<byte> x, Vector<byte> y) => x & y;
    }

    private readonly struct Either : IReduction<byte>
    {
        public static Vector<byte> Merge(Vector<byte> x, Vector<byte> y) => x | y;
    }
}
