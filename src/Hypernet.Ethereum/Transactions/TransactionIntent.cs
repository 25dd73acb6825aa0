namespace Hypernet.Ethereum.Transactions;

/// <summary>What is to happen exactly once: a call or a transfer under a key of the caller's choice.</summary>
public sealed record TransactionIntent
{
    /// <summary>
    /// Names the intent among all of its account, for good: "commit/0xJOB/1/0/4". Sending the same key again finds the
    /// transaction that was sent. 1 to 200 characters.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The account called; none to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>What is transferred, in wei. Default: 0.</summary>
    public UInt256 Value { get; init; }

    /// <summary>The call data, or the code that creates a contract. Default: empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>
    /// The most gas it may use. Default: none, which asks the node and so learns of a revert before anything is paid.
    /// A number skips that question, for calls that will succeed only after pending ones.
    /// </summary>
    public ulong? GasLimit { get; init; }
}
