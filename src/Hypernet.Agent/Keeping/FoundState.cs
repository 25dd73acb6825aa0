namespace Hypernet.Agent.Keeping;

/// <summary>The outcome of a search for a state.</summary>
/// <param name="State">Its bytes, verified; null if nobody has it now.</param>
/// <param name="Source">Who had it; or, in words, why nobody has.</param>
internal sealed record FoundState(byte[]? State, string Source);
