namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// The fixed-point number behind an exact sum: limbs of 32 bits, limb i of weight 2^(32·(i − <see cref="One"/>)).
/// R. M. Neal, Fast exact summation using small and large superaccumulators, arXiv:1505.05571 (2015), widened for products.
/// </summary>
internal static class Limbs
{
    /// <summary>Bits of a limb.</summary>
    public const int Bits = 32;

    /// <summary>Limbs of the whole range, 2^−2176 to 2^2176: products of two doubles need 2^−2148 to 2^2048, 2^63 of them 63 bits more. Sums wrap beyond it.</summary>
    public const int Count = 136;

    /// <summary>The limb whose least bit weighs 1.</summary>
    public const int One = 68;

    /// <summary>
    /// Additions before carries must be propagated: one adds at most 2^52 + 2^32 to a limb, which after carrying is at most
    /// 2^32, so 2,000 of them stay below 2^63.
    /// </summary>
    public const int Budget = 2000;

    /// <summary>Propagates the carries of one number; all limbs but the top are from 0 to 2^32 − 1 then.</summary>
    /// <param name="limbs">From the least.</param>
    /// <returns>Whether the top limb is within 32 bits, sign included.</returns>
    public static bool Carry(Span<long> limbs)
    {
        long carry = 0;
        for (int i = 0; i < limbs.Length - 1; i++)
        {
            // Cannot overflow: the budget leaves room for a carry below 2^32.
            long limb = limbs[i] + carry;
            limbs[i] = (uint)limb;
            carry = limb >> Bits;
        }

        long top = limbs[^1] + carry;
        limbs[^1] = top;
        return top == (int)top;
    }
}
