using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>The biased exponents of the finite doubles among some that are not 0.</summary>
/// <param name="Least">From 1, also of subnormals; above <paramref name="Greatest"/> if there is no such double.</param>
/// <param name="Greatest">To 2046.</param>
/// <param name="IsOrdinary">Whether all are normal numbers: no zeros, subnormals, NaN or infinities.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExponentRange(int Least, int Greatest, bool IsOrdinary)
{
    private const int MantissaBits = 52;
    private const long LeastNormal = 1L << MantissaBits;
    private const long Infinity = 0x7FF0_0000_0000_0000;

    /// <summary>Whether all are zeros, NaN or infinities.</summary>
    public bool IsEmpty => Least > Greatest;

    /// <summary>Finds the range.</summary>
    /// <param name="values">Any.</param>
    public static ExponentRange Of(ReadOnlySpan<double> values)
    {
        var bits = MemoryMarshal.Cast<double, long>(values);
        var most = Vector<long>.Zero;
        var least = Vector<ulong>.AllBitsSet;
        var ordinary = Vector<long>.AllBitsSet;
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(bits);
        foreach (var vector in vectors)
        {
            var magnitude = vector & new Vector<long>(long.MaxValue);
            magnitude = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<long>(Infinity)), magnitude, Vector<long>.Zero);
            most = Vector.Max(most, magnitude);
            ordinary &= Vector.GreaterThanOrEqual(magnitude, new Vector<long>(LeastNormal));

            // Zeros become the greatest of all.
            least = Vector.Min(least, Vector.AsVectorUInt64(magnitude) - Vector<ulong>.One);
        }

        long greatest = 0;
        ulong smallest = ulong.MaxValue;
        bool isOrdinary = ordinary == Vector<long>.AllBitsSet;
        for (int i = 0; i < Vector<long>.Count; i++)
        {
            greatest = Math.Max(greatest, most[i]);
            smallest = Math.Min(smallest, least[i]);
        }

        foreach (long value in bits[(vectors.Length * Vector<long>.Count)..])
        {
            long magnitude = value & long.MaxValue;
            magnitude = magnitude < Infinity ? magnitude : 0;
            isOrdinary &= magnitude >= LeastNormal;
            greatest = Math.Max(greatest, magnitude);
            smallest = Math.Min(smallest, (ulong)magnitude - 1);
        }

        return greatest == 0
            ? new ExponentRange(1, 0, false)
            : new ExponentRange(Exponent((long)smallest + 1), Exponent(greatest), isOrdinary);
    }

    private static int Exponent(long magnitude) => Math.Max(1, (int)(magnitude >> MantissaBits));
}
