namespace Hypernet.Topology;

/// <summary>The generator of G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014: every peer draws the same numbers from the same seed.</summary>
/// <param name="seed">Any number.</param>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number below a bound: its bias is at most bound / 2⁶⁴.</summary>
    internal int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0, below 1.</summary>
    internal double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));
}
