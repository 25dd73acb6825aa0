using Hypernet.Topology;

namespace Hypernet.Consensus;

/// <summary>
/// Averaging by talking to neighbors only, for ranks on a fixed graph: x(k+1) = ω W x(k) + (1 − ω) x(k−1). The reference and the
/// white paper's way (section 3.4.2); <see cref="Collectives"/> are exact and take fewer rounds. These protocols are exact in the limit on
/// an ideal network alone: where a message or a rank is lost, all agree on a wrong number and nobody notices (docs/spec/dac.md).
/// Over a group messages are not lost, and a dropout is an error unless forced.
/// </summary>
public abstract class NeighborConsensus
{
    private protected NeighborConsensus(MixingWeights weights) => Weights = weights;

    /// <summary>Who hears of whom, and what it counts.</summary>
    public MixingWeights Weights { get; }

    /// <summary>Under which faults the protocol still agrees on the mean.</summary>
    public abstract Faults Tolerates { get; }

    // ω of each iteration.
    internal virtual IEnumerable<double> Factors => Enumerable.Repeat(1.0, int.MaxValue);

    /// <summary>How many iterations bring the distances to the mean below a part of what they were, in the Euclidean norm over ranks.</summary>
    /// <param name="tolerance">The part: above 0, below 1.</param>
    /// <exception cref="InvalidCallException">The tolerance is out of its range.</exception>
    /// <exception cref="TopologyException">The graph is too large for eigenvalues.</exception>
    public int IterationsTo(double tolerance)
    {
        if (!(tolerance is > 0 and < 1))
        {
            throw new InvalidCallException($"The tolerance is {tolerance} and must be above 0 and below 1.");
        }

        return Math.Max(1, IterationsTo(tolerance, Spectrum.RadiusOffTheMean(Weights)));
    }

    /// <summary>Runs the protocol: in each iteration every rank gives its state to its out-neighbors.</summary>
    /// <param name="group">As many ranks as the graph has positions.</param>
    /// <param name="initial">This rank's x_i(0): equally many elements at every rank.</param>
    /// <param name="iterations">How many; from 0. Equal at every rank.</param>
    /// <param name="options">How it is to be run; null for the defaults.</param>
    /// <param name="cancellationToken">Ends this rank's part: the others then wait.</param>
    /// <returns>This rank's state at the end.</returns>
    /// <exception cref="InvalidCallException">The group is not as large as the graph, or the number of iterations is negative.</exception>
    /// <exception cref="ProgramMismatchException">Another rank runs something else, or with other lengths.</exception>
    /// <exception cref="RankLostException">A rank dropped out, and the run is not forced. Every rank gets this, after the last iteration.</exception>
    public async ValueTask<IterationResult> RunAsync(
        IGroup group, double[] initial, int iterations, IterationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (group.Size != Weights.Graph.Count || iterations < 0)
        {
            throw new InvalidCallException($"{iterations} iterations on a graph of {Weights.Graph.Count} positions cannot be run by a group of {group.Size}: sizes must be equal, iterations at least 0.");
        }

        options ??= IterationOptions.Default;
        var descriptor = new Descriptor
        {
            Kind = OperationKind.Exchange,
            Type = ElementType.F64,
            Count = initial.Length,
            Parameter = Collectives.HashOf(Weights.Graph.OutNeighbors),
        };
        double[] previous = new double[initial.Length];
        double[] state = [.. initial];
        double residual = 0;
        bool[] isLost = new bool[group.Size];
        foreach (double factor in Factors.Take(iterations))
        {
            var call = new OperationCall
            {
                Descriptor = descriptor,
                Contribution = Elements.Bytes<double>(state),
                Name = options.Name,
                OutNeighbors = Weights.Graph.OutNeighbors,
            };
            var result = await group.CallAsync(call, cancellationToken);
            var parts = Elements.ReadParts<double>(result.Value, group.Size);
            foreach (int gone in Weights.Graph.InNeighbors[group.Rank].Where(neighbor => !result.Contributors.Contains(neighbor)))
            {
                isLost[gone] = true;
            }

            residual = Residual(state, parts);
            (previous, state) = (state, Step(group.Rank, factor, previous, state, parts));
        }

        var lost = await AgreeAsync(group, isLost, options, cancellationToken);
        return lost.Count == 0 || options.Force
            ? new IterationResult(state, iterations, residual, lost)
            : throw new RankLostException($"Ranks {lost} dropped out in {iterations} iterations and took what they had with them: the others agree on a wrong number. Run it again without them, or force it.", lost);
    }

    /// <summary>One iteration at one rank.</summary>
    /// <param name="rank">Whose.</param>
    /// <param name="factor">ω.</param>
    /// <param name="previous">x_i(k−1).</param>
    /// <param name="state">x_i(k).</param>
    /// <param name="parts">x_j(k) by rank: null for those that are no in-neighbors, or are gone, which then count as if they agreed.</param>
    internal double[] Step(int rank, double factor, double[] previous, double[] state, IReadOnlyList<double[]?> parts)
    {
        double[] next = [.. state];
        for (int i = 0; i < Weights.In[rank].Count; i++)
        {
            if (parts[Weights.Graph.InNeighbors[rank][i]] is { } neighbor)
            {
                for (int element = 0; element < next.Length; element++)
                {
                    next[element] += Weights.In[rank][i] * (neighbor[element] - state[element]);
                }
            }
        }

        for (int element = 0; element < next.Length; element++)
        {
            next[element] = (factor * next[element]) + ((1 - factor) * previous[element]);
        }

        return next;
    }

    private protected virtual int IterationsTo(double tolerance, double radius) =>
        radius < tolerance ? 1 : (int)Math.Ceiling(Math.Log(tolerance) / Math.Log(radius));

    // Only neighbors see that a rank is gone: all must end in the same way.
    private static async ValueTask<SlotSet> AgreeAsync(IGroup group, bool[] isLost, IterationOptions options, CancellationToken cancellationToken)
    {
        bool[] seen = (await group.AllReduceAsync(isLost, ReduceOperator.Or, new CollectiveOptions { Name = options.Name }, cancellationToken)).Value;
        return SlotSet.Of(group.Size, Enumerable.Range(0, group.Size).Where(rank => seen[rank]));
    }

    private static double Residual(double[] state, IReadOnlyList<double[]?> parts) =>
        parts.OfType<double[]>().SelectMany(part => part.Zip(state, (theirs, mine) => Math.Abs(theirs - mine))).DefaultIfEmpty().Max();
}
