namespace Hypernet.Topology;

/// <summary>
/// I − εL: the white paper's nearest-neighbor protocol u_i = Σ_(j ∈ N_i) (x_j − x_i) (section 3.4.2) in steps of ε,
/// x'_i = x_i + ε Σ_j (x_j − x_i). Stable by R. Olfati-Saber, R. Murray, "Consensus problems in networks of agents with switching topology
/// and time-delays", 2004 (the white paper's [6]).
/// </summary>
public static class LaplacianWeights
{
    /// <summary>The weights of a stable iteration on a graph.</summary>
    /// <param name="graph">Strongly connected, and balanced: else the agreement is not on the average.</param>
    /// <param name="stepSize">ε: more than 0, below <see cref="MaximumStepSize"/>.</param>
    /// <exception cref="TopologyException">The graph, or the step size, is not such a one.</exception>
    public static MixingWeights Of(DirectedGraph graph, double stepSize)
    {
        Connectivity.RequireStrong(graph);
        if (!graph.IsBalanced)
        {
            throw new TopologyException("The graph is not balanced: positions that receive from more than they send to count for more than others.");
        }

        double bound = MaximumStepSize(graph);
        return stepSize > 0 && stepSize < bound
            ? MixingWeights.Of(graph, (_, _) => stepSize)
            : throw new TopologyException($"The step size ε is {stepSize} and must be above 0 and below 1/Δ = {bound}.");
    }

    /// <summary>1/Δ: for each step size below it, and above 0, all eigenvalues of I − εL off the mean are inside the unit circle.</summary>
    /// <param name="graph">Any graph.</param>
    public static double MaximumStepSize(DirectedGraph graph) => 1.0 / graph.MaximumOutDegree;

    /// <summary>Refuses an iteration in which values are as old as to make it swing ever further.</summary>
    /// <param name="graph">An undirected graph.</param>
    /// <param name="stepSize">ε.</param>
    /// <param name="delay">By how many iterations the values are old that differences are taken of, at most. From 0.</param>
    /// <exception cref="TopologyException">ε times λ_max is not below 2 sin(π / (4 delay + 2)).</exception>
    /// <remarks>
    /// In continuous time the margin is τ = delay · ε &lt; π/(2 λ_max) (theorem 10 of [6]). In steps it is narrower: the roots of
    /// z^(d+1) − z^d + ελ are inside the unit circle where ελ &lt; 2 sin(π/(4d + 2)), which is below π/(2d). For d = 0 it is ρ(I − εL) &lt; 1.
    /// </remarks>
    public static void RequireStability(DirectedGraph graph, double stepSize, int delay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        double largest = Spectrum.OfLaplacian(graph)[^1];
        double bound = 2 * Math.Sin(Math.PI / ((4.0 * delay) + 2)) / largest;
        if (!(stepSize > 0 && stepSize < bound))
        {
            throw new TopologyException(
                $"The step size ε is {stepSize} at a delay of {delay} iterations and must be above 0 and below 2 sin(π / (4 · {delay} + 2)) / λ_max = {bound}; "
                + $"in continuous time the delay must be below π / (2 λ_max) = {DelayMargin(largest)}.");
        }
    }

    /// <summary>π/(2 λ_max): in continuous time, the delay from which on the protocol no longer agrees (theorem 10 of [6]).</summary>
    /// <param name="graph">An undirected graph.</param>
    /// <exception cref="TopologyException">The graph is directed, or too large for eigenvalues.</exception>
    public static double DelayMargin(DirectedGraph graph) => DelayMargin(Spectrum.OfLaplacian(graph)[^1]);

    private static double DelayMargin(double largestEigenvalue) => Math.PI / (2 * largestEigenvalue);
}
