namespace Hypernet.Topology;

/// <summary>One iteration of averaging: each position's new value is its own times its self weight, plus its in-neighbors' times theirs. Weights of a position sum to 1.</summary>
public sealed class MixingWeights
{
    private const double Tolerance = 1e-12;

    private MixingWeights(DirectedGraph graph, double[] self, double[][] weights)
    {
        Graph = graph;
        Self = self;
        In = weights;
        KeepsMean = ColumnSums().All(sum => Math.Abs(sum - 1) <= Tolerance);
    }

    /// <summary>Who sends to whom.</summary>
    public DirectedGraph Graph { get; }

    /// <summary>For each position, the weight of its own value.</summary>
    public IReadOnlyList<double> Self { get; }

    /// <summary>For each position, the weights of its in-neighbors, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<double>> In { get; }

    /// <summary>Whether the mean of all values is the same after every iteration: the weights that each position's value gets sum to 1.</summary>
    public bool KeepsMean { get; }

    /// <summary>Weights for the edges; what they lack to 1 is the position's self weight.</summary>
    /// <param name="graph">Who sends to whom.</param>
    /// <param name="weight">The weight at a position (first) of the value of its in-neighbor (second).</param>
    /// <exception cref="TopologyException">A weight is no number.</exception>
    public static MixingWeights Of(DirectedGraph graph, Func<int, int, double> weight)
    {
        double[][] weights = [.. graph.InNeighbors.Select((row, position) => row.Select(neighbor => weight(position, neighbor)).ToArray())];
        double[] self = [.. weights.Select(row => 1 - row.Sum())];
        int bad = Array.FindIndex(self, value => !double.IsFinite(value));
        return bad < 0 ? new MixingWeights(graph, self, weights) : throw new TopologyException($"The weights at position {bad} sum to {1 - self[bad]}.");
    }

    /// <summary>One iteration over the values of all positions at once.</summary>
    /// <param name="values">One value for each position.</param>
    /// <param name="next">Receives as many; may not overlap.</param>
    public void Apply(ReadOnlySpan<double> values, Span<double> next)
    {
        for (int position = 0; position < Graph.Count; position++)
        {
            double sum = Self[position] * values[position];
            for (int i = 0; i < In[position].Count; i++)
            {
                sum += In[position][i] * values[Graph.InNeighbors[position][i]];
            }

            next[position] = sum;
        }
    }

    private double[] ColumnSums()
    {
        double[] sums = [.. Self];
        for (int position = 0; position < Graph.Count; position++)
        {
            for (int i = 0; i < In[position].Count; i++)
            {
                sums[Graph.InNeighbors[position][i]] += In[position][i];
            }
        }

        return sums;
    }
}
