using MathNet.Numerics.LinearAlgebra;

namespace Hypernet.Topology;

/// <summary>Eigenvalues of graphs and weights, by MathNet.Numerics.</summary>
public static class Spectrum
{
    /// <summary>The most positions for which eigenvalues are computed: time grows with the third power.</summary>
    public const int MaximumCount = 2048;

    /// <summary>The eigenvalues of the graph's Laplacian L, ascending: 0, then the algebraic connectivity λ2, …, λ_max.</summary>
    /// <param name="graph">An undirected graph.</param>
    /// <exception cref="TopologyException">The graph is directed, or too large.</exception>
    public static IReadOnlyList<double> OfLaplacian(DirectedGraph graph)
    {
        RequireSize(graph.Count);
        if (!graph.IsSymmetric)
        {
            throw new TopologyException("The Laplacian of a directed graph has complex eigenvalues: take an undirected graph.");
        }

        var laplacian = Matrix<double>.Build.Dense(graph.Count, graph.Count);
        for (int position = 0; position < graph.Count; position++)
        {
            laplacian[position, position] = graph.InNeighbors[position].Count;
            foreach (int neighbor in graph.InNeighbors[position])
            {
                laplacian[position, neighbor] = -1;
            }
        }

        return [.. laplacian.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
    }

    /// <summary>ρ(W − 11ᵀ/n): the factor by which an iteration brings the values nearer to their mean in the long run; the spectral gap is what it lacks to 1.</summary>
    /// <param name="weights">Weights that keep the mean.</param>
    /// <exception cref="TopologyException">The weights do not keep the mean, or there are too many.</exception>
    public static double RadiusOffTheMean(MixingWeights weights)
    {
        RequireSize(weights.Graph.Count);
        if (!weights.KeepsMean)
        {
            throw new TopologyException("The weights do not keep the mean: what positions give must sum to 1, as what they take does.");
        }

        int count = weights.Graph.Count;
        var matrix = Matrix<double>.Build.Dense(count, count, -1.0 / count);
        for (int position = 0; position < count; position++)
        {
            matrix[position, position] += weights.Self[position];
            for (int i = 0; i < weights.In[position].Count; i++)
            {
                matrix[position, weights.Graph.InNeighbors[position][i]] += weights.In[position][i];
            }
        }

        bool isSymmetric = matrix.IsSymmetric();
        return matrix.Evd(isSymmetric ? Symmetricity.Symmetric : Symmetricity.Asymmetric).EigenValues.Max(value => value.Magnitude);
    }

    private static void RequireSize(int count)
    {
        if (count > MaximumCount)
        {
            throw new TopologyException($"Eigenvalues of {count} positions are not computed: {MaximumCount} at most.");
        }
    }
}
