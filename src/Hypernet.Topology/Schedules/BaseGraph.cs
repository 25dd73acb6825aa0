namespace Hypernet.Topology;

/// <summary>
/// The rounds of a Base-(k+1) graph, in which nobody talks to more than k others at once. The count is written in base k + 1. The
/// positions of each digit average among themselves; then, from the highest digit down, each of its blocks trades with one of the lower
/// positions for each of its own, so that the mean of every block is that of all; then blocks average.
/// </summary>
/// <param name="peers">k: at least 1.</param>
internal sealed class BaseGraph(int peers)
{
    private readonly List<List<(int A, int B, double Weight)>> _rounds = [];

    internal static IEnumerable<MixingWeights> Rounds(int count, int peers)
    {
        var graph = new BaseGraph(peers);
        graph.Build(count);
        return graph._rounds.Select(edges => Weights(count, edges));
    }

    private static MixingWeights Weights(int count, List<(int A, int B, double Weight)> edges)
    {
        var weights = edges.ToDictionary(edge => (edge.A, edge.B), edge => edge.Weight);
        return MixingWeights.Of(
            DirectedGraph.Undirected(count, weights.Keys),
            (position, neighbor) => weights[(Math.Min(position, neighbor), Math.Max(position, neighbor))]);
    }

    private void Build(int count)
    {
        if (Factors(count) is { } factors)
        {
            Average(0, factors, 0);
            return;
        }

        var digits = Digits(count);
        int within = 0;
        int start = 0;
        foreach (var (digit, block) in digits)
        {
            within = Math.Max(within, Average(start, [.. Factors(block)!, digit], 0));
            start += digit * block;
        }

        start = 0;
        for (int level = 0; level < digits.Count - 1; level++)
        {
            var (digit, block) = digits[level];
            Trade(start, digit, block, count - start, within + level);
            for (int i = 0; i < digit; i++)
            {
                Average(start + (i * block), Factors(block)!, within + level + 1);
            }

            start += digit * block;
        }
    }

    /// <summary>Each in the lower positions and one in each block: all blocks' means, and that of the lower positions, become the mean of all.</summary>
    private void Trade(int start, int blocks, int block, int total, int round)
    {
        int lower = start + (blocks * block);
        for (int i = 0; i < total - (blocks * block); i++)
        {
            for (int at = start; at < lower; at += block)
            {
                Round(round).Add((at + i, lower + i, (double)block / total));
            }
        }
    }

    /// <summary>Positions that differ in one digit average, digit after digit, in the base of these factors. Returns the first round after it.</summary>
    private int Average(int start, IReadOnlyList<int> factors, int round)
    {
        int size = factors.Aggregate(1, (product, factor) => product * factor);
        int stride = 1;
        foreach (int factor in factors.Where(factor => factor > 1))
        {
            for (int position = 0; position < size; position++)
            {
                for (int other = position + stride; other / stride / factor == position / stride / factor; other += stride)
                {
                    Round(round).Add((start + position, start + other, 1.0 / factor));
                }
            }

            stride *= factor;
            round++;
        }

        return round;
    }

    private List<(int A, int B, double Weight)> Round(int round)
    {
        while (_rounds.Count <= round)
        {
            _rounds.Add([]);
        }

        return _rounds[round];
    }

    /// <summary>The digits of a number that are not 0, the highest first, and their places' values.</summary>
    private List<(int Digit, int Block)> Digits(int number)
    {
        var digits = new List<(int, int)>();
        for (long block = 1; block <= number; block *= peers + 1)
        {
            if ((int)(number / block % (peers + 1)) is var digit and > 0)
            {
                digits.Insert(0, (digit, (int)block));
            }
        }

        return digits;
    }

    /// <summary>Factors up to k + 1, or null if a prime is larger.</summary>
    private List<int>? Factors(int number)
    {
        var factors = new List<int>();
        for (int factor = peers + 1; factor > 1; factor--)
        {
            for (; number % factor == 0; number /= factor)
            {
                factors.Add(factor);
            }
        }

        return number == 1 ? factors : null;
    }
}
