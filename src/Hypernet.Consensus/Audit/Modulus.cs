using System.Numerics;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Arithmetic modulo an odd number between 2^126 and 2^127. Products are Montgomery's (Mathematics of Computation 44, 1985): a number
/// x is held as its <i>residue</i> x · 2^128, so that no product needs a division.
/// </summary>
internal sealed class Modulus
{
    private readonly UInt128 _value;
    private readonly ulong _low;
    private readonly ulong _high;
    private readonly ulong _negatedInverse;
    private readonly UInt128 _square;

    /// <summary>Takes the modulus.</summary>
    /// <param name="value">Odd, above 2^126, below 2^127.</param>
    public Modulus(UInt128 value)
    {
        _value = value;
        _low = (ulong)value;
        _high = (ulong)(value >> 64);

        // Newton: each step doubles the correct bits, of which an odd number is its own inverse's first three.
        ulong inverse = _low;
        for (int bits = 3; bits < 64; bits *= 2)
        {
            inverse *= 2 - _low * inverse;
        }

        _negatedInverse = 0 - inverse;
        One = (UInt128)(BigInteger.Pow(2, 128) % value);
        _square = (UInt128)(BigInteger.Pow(2, 256) % value);
    }

    /// <summary>The modulus.</summary>
    public UInt128 Value => _value;

    /// <summary>The residue of 1.</summary>
    public UInt128 One { get; }

    /// <summary>The residue of a number.</summary>
    /// <param name="number">Any.</param>
    public UInt128 ToResidue(UInt128 number) => Multiply(Reduce(number), _square);

    /// <summary>The number that a residue stands for, below the modulus.</summary>
    /// <param name="residue">The residue.</param>
    public UInt128 FromResidue(UInt128 residue) => Multiply(residue, 1);

    /// <summary>A sum.</summary>
    /// <param name="x">A residue.</param>
    /// <param name="y">A residue.</param>
    public UInt128 Add(UInt128 x, UInt128 y) => x + y is var sum && sum >= _value ? sum - _value : sum;

    /// <summary>A difference.</summary>
    /// <param name="x">A residue.</param>
    /// <param name="y">A residue.</param>
    public UInt128 Subtract(UInt128 x, UInt128 y) => x >= y ? x - y : x - y + _value;

    /// <summary>A product.</summary>
    /// <param name="x">A residue.</param>
    /// <param name="y">A residue.</param>
    public UInt128 Multiply(UInt128 x, UInt128 y)
    {
        // Both are below the modulus: so is each of the two steps' results below twice the modulus, in 128 bits.
        var product = Step(x, (ulong)y, 0);
        product = Step(x, (ulong)(y >> 64), product);
        return product >= _value ? product - _value : product;
    }

    /// <summary>A power.</summary>
    /// <param name="x">A residue.</param>
    /// <param name="exponent">At least 0.</param>
    public UInt128 Power(UInt128 x, long exponent)
    {
        var power = One;
        for (; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) != 0 ? Multiply(power, x) : power;
            x = Multiply(x, x);
        }

        return power;
    }

    /// <summary>The residue that a wide sum of residues comes to.</summary>
    /// <param name="low">Its lower 128 bits.</param>
    /// <param name="high">What is above them.</param>
    public UInt128 Fold(UInt128 low, UInt128 high) => Add(Reduce(low), ToResidue(high));

    // At most three times: the modulus is above 2^126.
    private UInt128 Reduce(UInt128 number)
    {
        while (number >= _value)
        {
            number -= _value;
        }

        return number;
    }

    // (x · y + more + the multiple of the modulus that makes it divisible by 2^64) / 2^64.
    private UInt128 Step(UInt128 x, ulong y, UInt128 more)
    {
        ulong carry = Math.BigMul((ulong)x, y, out ulong low);
        var middle = (UInt128)Math.BigMul((ulong)(x >> 64), y, out ulong second) << 64 | second;
        low += (ulong)more;
        carry += low < (ulong)more ? 1UL : 0;
        middle += carry;
        middle += more >> 64;

        ulong factor = low * _negatedInverse;
        ulong canceled = Math.BigMul(factor, _low, out ulong lowest);
        canceled += lowest + low < low ? 1UL : 0;
        middle += (UInt128)Math.BigMul(factor, _high, out second) << 64 | second;
        return middle + canceled;
    }
}
