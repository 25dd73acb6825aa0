using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Transactions;

/// <summary>One line of a journal.</summary>
/// <param name="Key">The intent's key; empty in the first line.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(Raised), "raised")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Mined), "mined")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Replaced), "replaced")]
internal abstract record JournalRecord(string Key)
{
    /// <summary>The first line: whose journal it is, on which chain.</summary>
    public sealed record Opened(string Key, ulong ChainId, Hash32 Genesis, Address Account) : JournalRecord(Key);

    /// <summary>A transaction got its nonce and was signed; from here on it may be known to a node.</summary>
    public sealed record Signed(
        string Key, ulong Nonce, Address? To, UInt256 Value, byte[] Data, ulong GasLimit, UInt256 MaxFee, UInt256 PriorityFee, Hash32 Hash)
        : JournalRecord(Key)
    {
        public static Signed Of(string key, UnsignedTransaction transaction, Hash32 hash) => new(
            key,
            transaction.Nonce,
            transaction.To,
            transaction.Value,
            transaction.Data.ToArray(),
            transaction.GasLimit,
            transaction.MaxFeePerGas,
            transaction.MaxPriorityFeePerGas,
            hash);
    }

    /// <summary>It was signed again with higher fees.</summary>
    public sealed record Raised(string Key, UInt256 MaxFee, UInt256 PriorityFee, Hash32 Hash) : JournalRecord(Key);

    /// <summary>The node refused it at once: it was never pending, and its nonce is free.</summary>
    public sealed record Withdrawn(string Key) : JournalRecord(Key);

    /// <summary>It is in a block with as many confirmations as wanted.</summary>
    public sealed record Mined(string Key, Hash32 Hash) : JournalRecord(Key);

    /// <summary>A reorg deeper than the confirmations took it out of its block.</summary>
    public sealed record Reopened(string Key) : JournalRecord(Key);

    /// <summary>Another program's transaction was mined under its nonce.</summary>
    public sealed record Replaced(string Key) : JournalRecord(Key);
}
