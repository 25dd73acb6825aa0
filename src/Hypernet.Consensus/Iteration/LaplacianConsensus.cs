using Hypernet.Topology;

namespace Hypernet.Consensus;

/// <summary>
/// The white paper's nearest-neighbor protocol: the feedback u_i = Σ_(j ∈ N_i) (x_j − x_i), so ẋ = −Lx (section 3.4.2, second and
/// third equation), in steps of ε: x'_i = x_i + ε Σ_j (x_j − x_i). Its equilibrium is the mean of what ranks began with (fourth equation),
/// approached by a factor of about 1 − ε λ_2 in each iteration.
/// </summary>
/// <param name="graph">Strongly connected and balanced.</param>
/// <param name="stepSize">ε: above 0, below 1/Δ.</param>
/// <exception cref="TopologyException">The graph, or the step size, is not such a one: the message has the bound.</exception>
public sealed class LaplacianConsensus(DirectedGraph graph, double stepSize) : NeighborConsensus(LaplacianWeights.Of(graph, stepSize))
{
    /// <inheritdoc/>
    public override Faults Tolerates => Faults.OneWayLinks;
}
