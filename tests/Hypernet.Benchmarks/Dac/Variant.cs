namespace Hypernet.Benchmarks.Dac;

/// <summary>One way to all-reduce that is compared.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Side">Whose it is: of each side the best counts.</param>
/// <param name="TimeAsync">Median seconds of an operation, by its size in bytes.</param>
internal sealed record Variant(string Name, Side Side, Func<IReadOnlyList<Load>, CancellationToken, Task<IReadOnlyDictionary<long, double>>> TimeAsync);
