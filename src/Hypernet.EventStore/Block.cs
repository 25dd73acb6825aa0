namespace Hypernet.EventStore;

/// <summary>A block of the chain, as far as the ledger needs it.</summary>
/// <param name="Number">Its height, from 0.</param>
/// <param name="Hash">Its hash, by which everything else refers to it.</param>
/// <param name="Parent">The hash of the block before it.</param>
/// <param name="Time">Its timestamp, in whole seconds.</param>
public sealed record Block(long Number, Word Hash, Word Parent, DateTimeOffset Time);
