using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>An interchange format of IEEE 754 that exact values are rounded to.</summary>
/// <param name="Precision">Bits of the significand, the hidden one included.</param>
/// <param name="LeastExponent">Exponent of the least subnormal.</param>
/// <param name="Infinity">Bits of +Inf.</param>
/// <param name="NaN">Bits of the canonical NaN.</param>
/// <param name="Sign">Bit of the sign.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BinaryFormat(int Precision, int LeastExponent, ulong Infinity, ulong NaN, ulong Sign)
{
    /// <summary>binary64.</summary>
    public static readonly BinaryFormat Double = new(53, -1074, 0x7FF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 1UL << 63);

    /// <summary>binary32.</summary>
    public static readonly BinaryFormat Single = new(24, -149, 0x7F80_0000, 0x7FC0_0000, 1UL << 31);

    /// <summary>The format of a type.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    public static BinaryFormat Of<T>() => typeof(T) == typeof(double) ? Double
        : typeof(T) == typeof(float) ? Single
        : throw new NotSupportedException($"Sums are rounded to double and float, not to {typeof(T).Name}.");

    /// <summary>The number that bits of its format stand for.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="bits">Its bits.</param>
    public static T Decode<T>(ulong bits)
        where T : unmanaged
        => typeof(T) == typeof(double) ? Unsafe.BitCast<ulong, T>(bits) : Unsafe.BitCast<uint, T>((uint)bits);

    /// <summary>Bits of significand · 2^exponent, which must be in range from below.</summary>
    /// <param name="significand">Of <see cref="Precision"/> bits, or 2^Precision; fewer only where the exponent is the least.</param>
    /// <param name="exponent">At least <see cref="LeastExponent"/>; beyond the greatest the result is +Inf.</param>
    public ulong Encode(ulong significand, int exponent)
    {
        // The hidden bit carries into the exponent's field: so subnormals and a significand of 2^Precision come out right, too.
        ulong bits = significand + ((ulong)(exponent - LeastExponent) << (Precision - 1));
        return Math.Min(bits, Infinity);
    }
}
