namespace Hypernet.Topology;

/// <summary>
/// The factors ω_1, ω_2, … of the iteration x(k+1) = ω_(k+1) W x(k) + (1 − ω_(k+1)) x(k−1) with x(−1) = 0: the semi-iterative method on
/// weights W, which about takes the root of the number of iterations. G. Golub, R. Varga, "Chebyshev semi-iterative methods", 1961.
/// </summary>
public static class ChebyshevCoefficients
{
    /// <summary>The factors, without end: 1, 2/(2 − ρ²), then 1/(1 − ρ² ω/4).</summary>
    /// <param name="radius">ρ: <see cref="Spectrum.RadiusOffTheMean"/> of the weights, or a bound of it. Range: from 0, below 1. The weights must be symmetric.</param>
    /// <exception cref="TopologyException">The radius is out of its range: the iteration would not converge.</exception>
    public static IEnumerable<double> For(double radius) => radius is >= 0 and < 1
        ? Factors(radius * radius)
        : throw new TopologyException($"The spectral radius off the mean is {radius} and must be from 0 and below 1.");

    private static IEnumerable<double> Factors(double square)
    {
        yield return 1;
        for (double factor = 2 / (2 - square); ; factor = 1 / (1 - (square * factor / 4)))
        {
            yield return factor;
        }
    }
}
