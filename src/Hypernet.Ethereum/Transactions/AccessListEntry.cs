namespace Hypernet.Ethereum.Transactions;

/// <summary>What a transaction says beforehand that it will touch (EIP-2930).</summary>
/// <param name="Address">A contract.</param>
/// <param name="StorageKeys">Its storage slots.</param>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash32> StorageKeys);
