namespace Hypernet.Benchmarks.Dac;

/// <summary>Times of one load at one number of processes, by variant: one for each repetition.</summary>
/// <param name="processes">How many.</param>
/// <param name="load">Which load.</param>
internal sealed class Comparison(int processes, Load load)
{
    private readonly Dictionary<Variant, List<double>> _seconds = [];

    internal int Processes { get; } = processes;

    internal Load Load { get; } = load;

    internal IEnumerable<Variant> Variants => _seconds.Keys;

    internal void Add(Variant variant, double seconds)
    {
        _seconds.TryAdd(variant, []);
        _seconds[variant].Add(seconds);
    }

    internal bool Has(Side side) => _seconds.Keys.Any(variant => variant.Side == side);

    /// <summary>The median over the repetitions.</summary>
    internal double Seconds(Variant variant) => _seconds[variant].Order().ElementAt(_seconds[variant].Count / 2);

    /// <summary>That of a side's best variant.</summary>
    internal double Seconds(Side side) => _seconds.Keys.Where(variant => variant.Side == side).Min(Seconds);
}
