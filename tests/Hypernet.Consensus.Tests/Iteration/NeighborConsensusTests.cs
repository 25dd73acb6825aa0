using FsCheck;
using FsCheck.Fluent;
using Hypernet.Topology;
using Xunit;

namespace Hypernet.Consensus;

public sealed class NeighborConsensusTests
{
    private static readonly DirectedGraph Graph = RandomRegularGraph.Of(32, seed: 5);

    private static readonly DirectedGraph Ring = RingGraph.Of(5);

    public static TheoryData<NeighborConsensus> Protocols() =>
        new(new LaplacianConsensus(Graph, 0.12), new MetropolisConsensus(Graph), new ChebyshevConsensus(Graph), new ChebyshevConsensus(CompleteGraph.Of(5)));

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Ranks_come_as_near_to_the_mean_as_the_number_of_iterations_says(NeighborConsensus protocol)
    {
        double[][] initial = Initial(protocol.Weights.Graph.Count);
        double[] mean = Mean(initial);

        double[][] states = Run(protocol, initial, protocol.IterationsTo(1e-9));

        Assert.InRange(Distance(states, mean), 0, 1e-9 * Distance(initial, mean));
    }

    [Fact]
    public void A_lost_rank_leaves_the_others_agreed_on_another_number()
    {
        double[][] initial = Initial(Graph.Count);
        var protocol = new LaplacianConsensus(Graph, 0.1);

        double[][] states = Run(protocol, Run(protocol, initial, 1), 200, gone: 4);

        Assert.Equal(states[0][0], states[31][0], 1e-9);
        Assert.True(Math.Abs(states[0][0] - Mean(initial)[0]) > 1e-4);
        Assert.Equal(Faults.None, protocol.Tolerates & (Faults.Dropout | Faults.Loss));
    }

    [Fact]
    public async Task Ranks_of_a_group_end_where_the_equations_do()
    {
        double[][] initial = Initial(Graph.Count);
        foreach (var protocol in (NeighborConsensus[])[new LaplacianConsensus(Graph, 0.12), new ChebyshevConsensus(Graph)])
        {
            double[][] expected = Run(protocol, initial, 6);
            await SimulatedRanks.RunAsync(Graph.Count, async group =>
            {
                var result = await protocol.RunAsync(group, initial[group.Rank], 6);

                Assert.Equal(expected[group.Rank], result.Value);
                Assert.True(result is { Iterations: 6, IsMean: true, Residual: > 0 });
            });
        }
    }

    [Fact]
    public async Task A_dropout_ends_the_run_at_every_rank() => await SimulatedRanks.RunAsync(
        Ring.Count,
        async group => Assert.Equal([2], (await Assert.ThrowsAsync<RankLostException>(async () => await new LaplacianConsensus(Ring, 0.4).RunAsync(group, [group.Rank], 100))).Lost),
        network => network.CrashAt(2, 30));

    [Fact]
    public async Task A_forced_run_goes_on_after_a_dropout_and_owns_up_to_it() => await SimulatedRanks.RunAsync(
        Ring.Count,
        async group =>
        {
            var result = await new LaplacianConsensus(Ring, 0.4).RunAsync(group, [group.Rank], 100, new IterationOptions { Force = true });
            Assert.False(result.IsMean);
            Assert.Equal([2], result.Lost);
        },
        network => network.CrashAt(2, 30));

    [Fact]
    public async Task Ranks_that_do_not_fit_are_refused() => await SimulatedRanks.RunAsync(3, async group =>
    {
        await Assert.ThrowsAsync<InvalidCallException>(async () => await new MetropolisConsensus(Ring).RunAsync(group, [0], 1));
        await Assert.ThrowsAsync<InvalidCallException>(async () => await new MetropolisConsensus(RingGraph.Of(3)).RunAsync(group, [0], -1));
        await Assert.ThrowsAsync<ProgramMismatchException>(async () => await new MetropolisConsensus(RingGraph.Of(3)).RunAsync(group, new double[group.Rank == 1 ? 2 : 1], 1));
    });

    [Fact]
    public void Mean_is_kept_on_any_balanced_graph_from_any_values()
    {
        var cases =
            from count in Gen.Choose(3, 20)
            from jump in Gen.Choose(2, count - 1)
            from values in Gen.Choose(-1000, 1000).ArrayOf(count)
            select (Graph: DirectedGraph.Of([.. Enumerable.Range(0, count).Select(i => new[] { (i + 1) % count, (i + jump) % count })]), Values: values);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var states = Run(new LaplacianConsensus(sample.Graph, 0.3), [.. sample.Values.Select(value => new double[] { value })], 5);
            return Math.Abs(states.Average(state => state[0]) - sample.Values.Average()) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Settings_beyond_the_bounds_are_refused()
    {
        Assert.Contains("0.125", Assert.Throws<TopologyException>(() => new LaplacianConsensus(Graph, 0.13)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCallException>(() => new MetropolisConsensus(Graph).IterationsTo(1));
        Assert.Throws<InvalidCallException>(() => new MetropolisConsensus(Graph).IterationsTo(double.NaN));
    }

    private static double[][] Run(NeighborConsensus protocol, double[][] initial, int iterations, int? gone = null)
    {
        double[][] previous = [.. initial.Select(state => new double[state.Length])];
        double[][] states = initial;
        foreach (double factor in protocol.Factors.Take(iterations))
        {
            var now = states;
            var before = previous;
            double[]?[] Heard(int rank) => [.. now.Select((state, from) => from != gone && protocol.Weights.Graph.InNeighbors[rank].Contains(from) ? state : null)];
            (previous, states) = (now, [.. now.Select((state, rank) => protocol.Step(rank, factor, before[rank], state, Heard(rank)))]);
        }

        return states;
    }

    private static double[][] Initial(int count)
    {
        var chance = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => new[] { chance.NextDouble(), -100 * chance.NextDouble() })];
    }

    private static double[] Mean(double[][] states) => [.. Enumerable.Range(0, states[0].Length).Select(element => states.Average(state => state[element]))];

    private static double Distance(double[][] states, double[] mean) => Math.Sqrt(states.Sum(state => state.Zip(mean, (value, target) => (value - target) * (value - target)).Sum()));
}
