namespace Hypernet.Market;

/// <summary>A file that a program leaves under <c>/scratch</c>.</summary>
/// <param name="Path">Relative to <c>/scratch</c>.</param>
/// <param name="Deliver">What becomes of it.</param>
public sealed record JobOutput(string Path, Delivery Deliver);
