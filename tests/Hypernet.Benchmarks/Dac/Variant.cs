namespace Hypernet.Benchmarks.Dac;

/// <summary>One way to all-reduce that is compared: an algorithm of MPI's, or Hypernet's own.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="IsMpi">Whether it is one of those that the best is taken of.</param>
internal sealed record Variant(string Name, bool IsMpi);
