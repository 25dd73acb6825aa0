using System.Globalization;

namespace Hypernet.Market;

/// <summary>An amount of Hypertoken, counted in its smallest unit (10⁻¹⁸ HYT). Arithmetic is exact and checked.</summary>
/// <param name="Units">The amount in the smallest unit.</param>
public readonly record struct Amount(UInt128 Units) : IComparable<Amount>
{
    /// <summary>Decimals of Hypertoken.</summary>
    public const int Decimals = 18;

    private static readonly UInt128 One = (UInt128)1_000_000_000_000_000_000;

    /// <summary>Nothing.</summary>
    public static Amount Zero => default;

    /// <summary>Reads whole tokens as people write them: digits, and at most 18 more after a point (<c>12</c>, <c>0.05</c>).</summary>
    /// <exception cref="FormatException">The text is anything else, or more than can be counted.</exception>
    public static Amount Parse(string text) => TryParse(text, out Amount amount)
        ? amount
        : throw new FormatException($"'{text}' is not an amount of HYT: write digits, and at most {Decimals} decimals after a point.");

    /// <summary>As <see cref="Parse"/>, answering <see langword="false"/> where that throws.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Amount amount)
    {
        amount = default;
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> part = point < 0 ? "0" : text[(point + 1)..];
        if (part.Length > Decimals || !TryReadDigits(whole, out UInt128 tokens) || !TryReadDigits(part, out UInt128 units))
        {
            return false;
        }

        for (int i = part.Length; i < Decimals; i++)
        {
            units *= 10;
        }

        if (tokens > (UInt128.MaxValue - units) / One)
        {
            return false;
        }

        amount = new Amount((tokens * One) + units);
        return true;
    }

    /// <summary>Compares the two amounts.</summary>
    public static bool operator <(Amount left, Amount right) => left.Units < right.Units;

    /// <summary>Compares the two amounts.</summary>
    public static bool operator >(Amount left, Amount right) => left.Units > right.Units;

    /// <summary>Compares the two amounts.</summary>
    public static bool operator <=(Amount left, Amount right) => left.Units <= right.Units;

    /// <summary>Compares the two amounts.</summary>
    public static bool operator >=(Amount left, Amount right) => left.Units >= right.Units;

    /// <summary>Adds.</summary>
    /// <exception cref="OverflowException">The sum cannot be counted.</exception>
    public static Amount operator +(Amount left, Amount right) => new(checked(left.Units + right.Units));

    /// <summary>Subtracts.</summary>
    /// <exception cref="OverflowException">There is less than is taken.</exception>
    public static Amount operator -(Amount left, Amount right) => new(checked(left.Units - right.Units));

    /// <summary>Multiplies by a number of cells, sellers, checkpoints.</summary>
    /// <exception cref="OverflowException">The product cannot be counted.</exception>
    public static Amount operator *(Amount amount, UInt128 times) => new(checked(amount.Units * times));

    /// <summary>The part of this amount that so many basis points (1/10,000) make, rounded down.</summary>
    /// <exception cref="OverflowException">The product cannot be counted.</exception>
    public Amount ShareDown(int basisPoints) => new(checked(Units * (UInt128)basisPoints) / 10_000);

    /// <inheritdoc/>
    public int CompareTo(Amount other) => Units.CompareTo(other.Units);

    /// <summary>Whole tokens, exact, without trailing zeros: <c>12</c>, <c>0.05</c>. <see cref="Parse"/> reads it back.</summary>
    public override string ToString()
    {
        (UInt128 tokens, UInt128 units) = UInt128.DivRem(Units, One);
        string whole = tokens.ToString(CultureInfo.InvariantCulture);
        return units == 0
            ? whole
            : $"{whole}.{units.ToString("D18", CultureInfo.InvariantCulture).TrimEnd('0')}";
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out UInt128 value) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
