namespace Hypernet.Consensus.Accumulation;

/// <summary>What sums are divided by before they are rounded: a count, or an exact sum of weights.</summary>
internal sealed class SumDivisor
{
    private readonly int _count;
    private readonly ExactVector? _weights;

    /// <summary>Divides by a count.</summary>
    /// <param name="count">At least 1; 1 for the sum itself.</param>
    public SumDivisor(int count)
    {
        _count = count;
        Rounded = count;
    }

    /// <summary>Divides by a sum of weights.</summary>
    /// <param name="weights">Any.</param>
    public SumDivisor(ReadOnlySpan<double> weights)
    {
        _weights = new ExactVector(1);
        _weights.AddAll(0, weights);
        Rounded = Round(_weights);
        var rest = new ExactVector(1);
        rest.Merge(_weights);
        rest.AddAll(0, [-Rounded]);
        Rest = Round(rest);
    }

    /// <summary>The divisor, rounded.</summary>
    public double Rounded { get; }

    /// <summary>What the divisor is greater by, rounded.</summary>
    public double Rest { get; }

    /// <summary>Whether dividing shifts the exponent only.</summary>
    public bool IsShift => _weights is null && int.IsPow2(_count);

    /// <summary>Divides exact sums, rounding once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="sums">The sums.</param>
    /// <param name="destination">Receives the quotients.</param>
    public void Divide<T>(ExactVector sums, Span<T> destination)
        where T : unmanaged
    {
        if (_weights is null)
        {
            sums.Mean(_count, destination);
        }
        else
        {
            sums.Ratio(_weights, 0, destination);
        }
    }

    private static double Round(ExactVector sum)
    {
        double result = 0;
        sum.Mean(1, new Span<double>(ref result));
        return result;
    }
}
