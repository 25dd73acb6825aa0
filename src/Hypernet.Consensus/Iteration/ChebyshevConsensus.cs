using Hypernet.Topology;

namespace Hypernet.Consensus;

/// <summary>The neighbor protocol with <see cref="MetropolisWeights"/>, accelerated by <see cref="ChebyshevCoefficients"/>: about the root of the iterations on a slow graph.</summary>
public sealed class ChebyshevConsensus : NeighborConsensus
{
    private readonly double _radius;

    /// <summary>Computes the graph's eigenvalues, as every rank does.</summary>
    /// <param name="graph">Undirected and connected.</param>
    /// <exception cref="TopologyException">The graph is not such a one, or too large for eigenvalues.</exception>
    public ChebyshevConsensus(DirectedGraph graph)
        : base(MetropolisWeights.Of(graph)) => _radius = Spectrum.RadiusOffTheMean(Weights);

    /// <inheritdoc/>
    public override Faults Tolerates => Faults.None;

    internal override IEnumerable<double> Factors => ChebyshevCoefficients.For(_radius);

    // The error after k iterations is at most 1 / T_k(1/ρ), and T_k(1/ρ) = cosh(k arcosh(1/ρ)).
    private protected override int IterationsTo(double tolerance, double radius) =>
        radius < tolerance ? 1 : (int)Math.Ceiling(Math.Acosh(1 / tolerance) / Math.Acosh(1 / radius));
}
