namespace Hypernet.Consensus.Accumulation;

internal sealed partial class ExactVector
{
    /// <summary>Rounds each sum once, to nearest, ties to even.</summary>
    /// <param name="destination">Receives as many as there are sums.</param>
    public void Round(Span<double> destination) => Mean(1, destination);

    /// <inheritdoc cref="Round(Span{double})"/>
    public void Round(Span<float> destination) => Mean(1, destination);

    /// <summary>Rounds each sum over a count once, to nearest, ties to even.</summary>
    /// <param name="divisor">At least 1.</param>
    /// <param name="destination">Receives as many as there are sums.</param>
    public void Mean(int divisor, Span<double> destination)
    {
        Check(destination.Length);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BitConverter.UInt64BitsToDouble(Bits(i, divisor, BinaryFormat.Double));
        }
    }

    /// <inheritdoc cref="Mean(int, Span{double})"/>
    public void Mean(int divisor, Span<float> destination)
    {
        Check(destination.Length);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)Bits(i, divisor, BinaryFormat.Single));
        }
    }

    /// <summary>Rounds the quotient of each sum and one other sum once, to nearest, ties to even: a weighted mean.</summary>
    /// <param name="denominator">A vector of sums.</param>
    /// <param name="element">Which of them divides.</param>
    /// <param name="destination">Receives as many as there are sums here.</param>
    public void Ratio(ExactVector denominator, int element, Span<double> destination)
    {
        Check(destination.Length);
        Span<uint> digits = stackalloc uint[Limbs.Count];
        Span<uint> divisorDigits = stackalloc uint[Limbs.Count];
        var divisor = denominator[element, divisorDigits];
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BitConverter.UInt64BitsToDouble(this[i, digits].Divide(divisor, BinaryFormat.Double));
        }
    }

    /// <summary>The sum of one element, if it is an integer below 2^64 in magnitude.</summary>
    /// <param name="element">Which.</param>
    /// <param name="integer">The sum: the caller judges whether its own type holds it.</param>
    public bool TryToInteger(int element, out Int128 integer)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        return this[element, digits].TryToInteger(out integer);
    }

    private ulong Bits(int element, int divisor, in BinaryFormat format)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        var value = this[element, digits];
        return divisor == 1 ? value.Round(format) : value.Divide(divisor, format);
    }
}
