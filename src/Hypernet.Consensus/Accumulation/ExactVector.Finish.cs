namespace Hypernet.Consensus.Accumulation;

internal sealed partial class ExactVector
{
    /// <summary>Rounds each sum over a count once, to nearest, ties to even.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="divisor">At least 1; of 1, the results are the sums.</param>
    /// <param name="destination">Receives as many as there are sums.</param>
    public void Mean<T>(int divisor, Span<T> destination)
        where T : unmanaged
    {
        Check(destination.Length);
        Span<uint> digits = stackalloc uint[Limbs.Count];
        var format = BinaryFormat.Of<T>();
        for (int i = 0; i < destination.Length; i++)
        {
            var value = this[i, digits];
            destination[i] = BinaryFormat.Decode<T>(divisor == 1 ? value.Round(format) : value.Divide(divisor, format));
        }
    }

    /// <summary>Rounds the quotient of each sum and one other sum once, to nearest, ties to even: a weighted mean.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="denominator">A vector of sums.</param>
    /// <param name="element">Which of them divides.</param>
    /// <param name="destination">Receives as many as there are sums here.</param>
    public void Ratio<T>(ExactVector denominator, int element, Span<T> destination)
        where T : unmanaged
    {
        Check(destination.Length);
        Span<uint> digits = stackalloc uint[Limbs.Count];
        Span<uint> divisorDigits = stackalloc uint[Limbs.Count];
        var format = BinaryFormat.Of<T>();
        var divisor = denominator[element, divisorDigits];
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BinaryFormat.Decode<T>(this[i, digits].Divide(divisor, format));
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
}
