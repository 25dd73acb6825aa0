using Hypernet.Topology;

namespace Hypernet.Consensus;

/// <summary>The neighbor protocol with <see cref="MetropolisWeights"/>: no step size to choose.</summary>
/// <param name="graph">Undirected and connected.</param>
/// <exception cref="TopologyException">The graph is not such a one.</exception>
public sealed class MetropolisConsensus(DirectedGraph graph) : NeighborConsensus(MetropolisWeights.Of(graph))
{
    /// <inheritdoc/>
    public override Faults Tolerates => Faults.None;
}
