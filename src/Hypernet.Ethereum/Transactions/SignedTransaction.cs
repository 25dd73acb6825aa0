namespace Hypernet.Ethereum.Transactions;

/// <summary>A transaction as it goes to a node.</summary>
/// <param name="Raw">The signed encoding.</param>
/// <param name="Hash">Its hash, by which the chain knows it.</param>
public sealed record SignedTransaction(ReadOnlyMemory<byte> Raw, Hash32 Hash);
