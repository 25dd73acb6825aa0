namespace Hypernet.Benchmarks.Dac;

/// <summary>What is run, how often.</summary>
internal sealed record Plan
{
    internal required IReadOnlyList<int> Processes { get; init; }

    internal required IReadOnlyList<Load> Loads { get; init; }

    internal required int Repetitions { get; init; }

    /// <summary>How many ranks are killed, each in a group of its own.</summary>
    internal required int Kills { get; init; }

    /// <summary>The largest group whose rounds are counted.</summary>
    internal required int RoundsUpTo { get; init; }

    /// <summary>docs/spec/dac.md: medians of at least five repetitions.</summary>
    internal static Plan Full { get; } = new()
    {
        Processes = [4, 8, 16],
        Loads = [new(8, 400), new(64 << 10, 100), new(1 << 20, 20), new(16 << 20, 3)],
        Repetitions = 5,
        Kills = 5,
        RoundsUpTo = 130,
    };

    /// <summary>Whether all of it works.</summary>
    internal static Plan Quick { get; } = new()
    {
        Processes = [8],
        Loads = [new(8, 50), new(64 << 10, 5)],
        Repetitions = 1,
        Kills = 1,
        RoundsUpTo = 17,
    };

    /// <summary>The same with loads of one size, and without what is not about loads.</summary>
    /// <param name="bytes">The size; null for all as it is.</param>
    internal Plan Only(long? bytes) => bytes is null ? this : this with
    {
        Processes = [8],
        Loads = Full.Loads.FirstOrDefault(load => load.Bytes == bytes) is { } load
            ? [load]
            : throw new BenchmarkException($"{bytes} bytes are not measured; these are: {string.Join(", ", Full.Loads.Select(load => load.Bytes))}"),
        Kills = 0,
        RoundsUpTo = 2,
    };
}
