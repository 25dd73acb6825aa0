namespace Hypernet.Indexer.Ingestion;

/// <summary>What one look at the chain brought.</summary>
/// <param name="Head">The newest block that the chain has.</param>
/// <param name="IsCaughtUp">Whether the store now holds everything up to it.</param>
/// <param name="HasWritten">Whether the store has changed.</param>
/// <param name="Reverted">How many blocks were reverted.</param>
/// <param name="IsBelowFinality">Whether final ones were among them.</param>
internal readonly record struct Advance(long Head, bool IsCaughtUp, bool HasWritten, int Reverted = 0, bool IsBelowFinality = false);
