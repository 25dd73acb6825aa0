namespace Hypernet.EventStore;

/// <summary>A log that a contract emitted, undecoded.</summary>
/// <param name="Index">Its number in the block, from 0.</param>
/// <param name="Transaction">The hash of the transaction that caused it.</param>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Topics">Its topics, at most four; the first names the event.</param>
/// <param name="Data">The ABI encoding of what is not indexed.</param>
public sealed record ChainLog(
    int Index,
    Word Transaction,
    ContractAddress Address,
    IReadOnlyList<Word> Topics,
    ReadOnlyMemory<byte> Data);
