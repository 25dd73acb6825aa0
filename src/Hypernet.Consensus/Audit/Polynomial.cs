using System.Numerics;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// A fingerprint (docs/spec/audit.md §5): Σ c[i] · ρ^i modulo q of exact integers c[i], whatever their size, in the order in which they
/// are appended. It is linear: the fingerprints of contributions add up to that of their exact sums.
/// </summary>
/// <param name="point">Modulus and ρ.</param>
/// <param name="first">Index of the first coefficient.</param>
internal sealed class Polynomial(AuditPoint point, long first = 0)
{
    /// <summary>The unit of exact sums is 2^−2176: a number x is the integer x · 2^2176.</summary>
    public const int Unit = Limbs.Bits * Limbs.One;

    // A double is mantissa · 2^(exponent − 1075).
    private const int MantissaBits = 52;
    private const int Bias = 1075;
    private const int SpecialExponent = 0x7FF;

    // Eight exponents share a bin: a mantissa has room for the shift.
    private const int BinBits = 3;
    private const int SignBin = Bins.Count / 2;

    private readonly Modulus _modulus = point.Modulus;
    private UInt128 _power = point.Modulus.Power(point.Rho, first);
    private UInt128 _sum;

    /// <summary>The fingerprint's residue.</summary>
    public UInt128 Residue => _sum;

    /// <summary>The residue of the integer x · 2^unit of a finite double; 0 of any other.</summary>
    /// <param name="point">The modulus.</param>
    /// <param name="value">x.</param>
    /// <param name="unit">At least 1075.</param>
    public static UInt128 Of(AuditPoint point, double value, int unit)
    {
        var number = new Polynomial(point);
        number.Append([value], unit);
        return number._sum;
    }

    /// <summary>Appends x · 2^unit of each double; 0 for what is not finite: that is claimed beside (<see cref="SumFlags"/>).</summary>
    /// <param name="values">Any.</param>
    /// <param name="unit">From 1075 to <see cref="Unit"/>.</param>
    public void Append(ReadOnlySpan<double> values, int unit)
    {
        const ulong Hidden = 1UL << MantissaBits;
        var bins = point.Bins;
        while (!values.IsEmpty)
        {
            var chunk = values[..Math.Min(AuditPoint.Chunk, values.Length)];
            values = values[chunk.Length..];
            var powers = point.Powers[..chunk.Length];
            for (int i = 0; i < chunk.Length; i++)
            {
                ulong bits = BitConverter.DoubleToUInt64Bits(chunk[i]);
                int exponent = (int)(bits >> MantissaBits) & SpecialExponent;
                ulong mantissa = bits & (Hidden - 1);

                // A subnormal has the exponent 1, too, without the hidden bit.
                mantissa = exponent is > 0 and < SpecialExponent ? (mantissa | Hidden) << (exponent & ((1 << BinBits) - 1))
                    : exponent == 0 ? mantissa << 1
                    : 0;
                bins.Add((int)(bits >> (MantissaBits + BinBits)), mantissa, powers[i]);
            }

            var range = ExponentRange.Of(chunk);
            var sum = UInt128.Zero;
            for (int bin = range.Least >> BinBits; bin <= range.Greatest >> BinBits; bin++)
            {
                var difference = _modulus.Subtract(bins.Take(bin, _modulus), bins.Take(bin | SignBin, _modulus));
                sum = difference == 0 ? sum : _modulus.Add(sum, _modulus.Multiply(difference, point.Two((bin << BinBits) + unit - Bias)));
            }

            Advance(sum, chunk.Length);
        }
    }

    /// <summary>Appends x · 2^unit of each integer.</summary>
    /// <typeparam name="T">Of at most 64 bits.</typeparam>
    /// <param name="values">Any.</param>
    /// <param name="unit">From 0 to <see cref="Unit"/>.</param>
    public void AppendIntegers<T>(ReadOnlySpan<T> values, int unit)
        where T : unmanaged, IBinaryInteger<T>
    {
        var bins = point.Bins;
        while (!values.IsEmpty)
        {
            var chunk = values[..Math.Min(AuditPoint.Chunk, values.Length)];
            values = values[chunk.Length..];
            var powers = point.Powers[..chunk.Length];
            for (int i = 0; i < chunk.Length; i++)
            {
                // In two's complement, and 2^64 less where it is below 0.
                bins.Add(0, ulong.CreateTruncating(chunk[i]), powers[i]);
                bins.Add(1, T.IsNegative(chunk[i]) ? 1UL : 0, powers[i]);
            }

            var sum = bins.Take(0, _modulus);
            sum = _modulus.Subtract(sum, _modulus.Multiply(bins.Take(1, _modulus), point.Two(64)));
            Advance(_modulus.Multiply(sum, point.Two(unit)), chunk.Length);
        }
    }

    /// <summary>Appends exact sums, in their own unit.</summary>
    /// <param name="wire">Canonical forms, one after the other (docs/spec/exact.md §2).</param>
    /// <param name="flags">Receives the flags of each.</param>
    /// <returns>How many bytes they have, or −1 if they are no canonical forms.</returns>
    public int AppendSums(ReadOnlySpan<byte> wire, Span<SumFlags> flags)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        var bins = point.Bins;
        int at = 0;
        bool isCanonical = true;
        while (!flags.IsEmpty && isCanonical)
        {
            int count = Math.Min(AuditPoint.Chunk, flags.Length);
            for (int i = 0; i < count && isCanonical; i++)
            {
                int bytes = ExactWire.Read(wire[at..], digits, out var value);
                at += bytes;
                isCanonical = bytes > 0;
                flags[i] = value.Flags;
                for (int k = 0; k < value.Digits.Length; k++)
                {
                    bins.Add((value.IsNegative ? SignBin : 0) | (value.Low + k), value.Digits[k], point.Powers[i]);
                }
            }

            flags = flags[count..];
            var sum = UInt128.Zero;
            for (int limb = 0; limb < Limbs.Count; limb++)
            {
                var difference = _modulus.Subtract(bins.Take(limb, _modulus), bins.Take(limb | SignBin, _modulus));
                sum = difference == 0 ? sum : _modulus.Add(sum, _modulus.Multiply(difference, point.Two(Limbs.Bits * limb)));
            }

            Advance(sum, count);
        }

        return isCanonical ? at : -1;
    }

    /// <summary>Appends one coefficient.</summary>
    /// <param name="residue">Its residue.</param>
    public void AppendResidue(UInt128 residue) => Advance(residue, 1);

    private void Advance(UInt128 chunk, int count)
    {
        _sum = _modulus.Add(_sum, _modulus.Multiply(chunk, _power));
        _power = _modulus.Multiply(_power, count == AuditPoint.Chunk ? point.ChunkPower : _modulus.Power(point.Rho, count));
    }
}
