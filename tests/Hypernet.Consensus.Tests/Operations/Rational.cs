using System.Numerics;

namespace Hypernet.Consensus.Operations;

/// <summary>Exact fractions: what the tests hold numerics against.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    public static Rational Zero { get; } = new(0, 1);

    public static Rational Of(DoubleDouble value) => Of(value.High) + Of(value.Low);

    public static Rational Of(double value)
    {
        // 2^1074 times any finite double is an integer, and BigInteger takes a double of an integer exactly.
        var half = (BigInteger)Math.ScaleB(value, value == 0 ? 0 : 52 - Math.ILogB(value));
        int exponent = value == 0 ? 0 : Math.ILogB(value) - 52;
        return exponent < 0 ? Reduced(half, BigInteger.One << -exponent) : new Rational(half << exponent, 1);
    }

    public static Rational operator +(Rational x, Rational y) => Reduced((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    public static Rational operator -(Rational x, Rational y) => Reduced((x.Numerator * y.Denominator) - (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    public static Rational operator *(Rational x, Rational y) => Reduced(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    public static Rational operator /(Rational x, Rational y) => Reduced(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    /// <summary>Whether a double is nearest: no neighbor of it is nearer.</summary>
    public bool IsNearest(double value) => Distance(value) <= Distance(Math.BitIncrement(value)) && Distance(value) <= Distance(Math.BitDecrement(value));

    /// <summary>The solution of the normal equations of rows, exact.</summary>
    public static Rational[] LeastSquares(Rational[][] rows, Rational[] values)
    {
        int n = rows[0].Length;
        Rational Sum(Func<int, Rational> term) => Enumerable.Range(0, rows.Length).Aggregate(Zero, (sum, r) => sum + term(r));
        var system = new Rational[n][];
        for (int i = 0; i < n; i++)
        {
            int row = i;
            system[i] = [.. Enumerable.Range(0, n).Select(j => Sum(r => rows[r][row] * rows[r][j])), Sum(r => rows[r][row] * values[r])];
        }

        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                var factor = i == k ? Zero : system[i][k] / system[k][k];
                for (int j = n; j >= k && i != k; j--)
                {
                    system[i][j] -= factor * system[k][j];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => system[i][n] / system[i][i])];
    }

    private Rational Distance(double value)
    {
        var distance = this - Of(value);
        return distance with { Numerator = BigInteger.Abs(distance.Numerator) };
    }

    public static bool operator <=(Rational x, Rational y) => x.Numerator * y.Denominator <= y.Numerator * x.Denominator;

    public static bool operator >=(Rational x, Rational y) => y <= x;

    private static Rational Reduced(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * (denominator.Sign < 0 ? -1 : 1);
        return new Rational(numerator / divisor, denominator / divisor);
    }
}
