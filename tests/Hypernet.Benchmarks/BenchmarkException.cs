namespace Hypernet.Benchmarks;

/// <summary>A measurement that cannot be made, or that measured a wrong answer.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
