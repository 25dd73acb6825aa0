namespace Hypernet.Topology;

/// <summary>Averaging of seeded values of all positions in memory.</summary>
internal static class Averaging
{
    private const int Limit = 20_000;

    internal static double[] Values(int count)
    {
        var chance = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => chance.NextDouble())];
    }

    /// <summary>Iterations until no value is farther from the mean than the tolerance times it; −1 if never.</summary>
    internal static int Rounds(Func<int, MixingWeights> weights, int count, double tolerance) =>
        Rounds(count, tolerance, (iteration, _, values, next) => weights(iteration).Apply(values, next));

    internal static int Rounds(MixingWeights weights, double tolerance) => Rounds(_ => weights, weights.Graph.Count, tolerance);

    internal static int Rounds(MixingSchedule schedule, int count, double tolerance) => Rounds(iteration => schedule[iteration], count, tolerance);

    internal static int ChebyshevRounds(MixingWeights weights, double tolerance)
    {
        using var factors = ChebyshevCoefficients.For(Spectrum.RadiusOffTheMean(weights)).GetEnumerator();
        return Rounds(weights.Graph.Count, tolerance, (_, previous, values, next) =>
        {
            factors.MoveNext();
            weights.Apply(values, next);
            for (int i = 0; i < next.Length; i++)
            {
                next[i] = (factors.Current * next[i]) + ((1 - factors.Current) * previous[i]);
            }
        });
    }

    private static int Rounds(int count, double tolerance, Action<int, double[], double[], double[]> iterate)
    {
        double[] values = Values(count);
        double[] previous = new double[count];
        double[] next = new double[count];
        double mean = values.Average();
        for (int iteration = 0; iteration < Limit; iteration++)
        {
            if (values.All(value => Math.Abs(value - mean) <= tolerance * mean))
            {
                return iteration;
            }

            iterate(iteration, previous, values, next);
            (previous, values, next) = (values, next, previous);
        }

        return -1;
    }
}
