using System.Collections.Immutable;

namespace Hypernet.Ethereum.Transactions;

/// <summary>What the journal knows of one intent: a pure fold of its records.</summary>
/// <param name="Key">The intent's key.</param>
/// <param name="Transaction">The transaction with its latest fees.</param>
/// <param name="Hashes">The hashes it was signed to under these and earlier fees, the oldest first; any one can be mined.</param>
/// <param name="MinedAs">The hash under which it was mined, if it was.</param>
internal sealed record JournalEntry(string Key, UnsignedTransaction Transaction, ImmutableArray<Hash32> Hashes, Hash32? MinedAs)
{
    public bool IsOpen => MinedAs is null;

    public static JournalEntry From(JournalRecord.Signed signed, ulong chainId) => new(
        signed.Key,
        new UnsignedTransaction
        {
            ChainId = chainId,
            Nonce = signed.Nonce,
            To = signed.To,
            Value = signed.Value,
            Data = signed.Data,
            GasLimit = signed.GasLimit,
            MaxFeePerGas = signed.MaxFee,
            MaxPriorityFeePerGas = signed.PriorityFee,
        },
        [signed.Hash],
        MinedAs: null);

    /// <summary>The entry after a record; null once nothing of it counts any more.</summary>
    public JournalEntry? When(JournalRecord happened) => happened switch
    {
        JournalRecord.Raised raised => this with
        {
            Transaction = Transaction with { MaxFeePerGas = raised.MaxFee, MaxPriorityFeePerGas = raised.PriorityFee },
            Hashes = Hashes.Add(raised.Hash),
        },
        JournalRecord.Mined mined => this with { MinedAs = mined.Hash },
        JournalRecord.Reopened => this with { MinedAs = null },
        JournalRecord.Withdrawn or JournalRecord.Replaced => null,
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The record does not follow a signed transaction."),
    };

    /// <summary>The fewest records that make this entry; earlier fees survive only as hashes.</summary>
    public IEnumerable<JournalRecord> ToRecords()
    {
        yield return JournalRecord.Signed.Of(Key, Transaction, Hashes[0]);
        foreach (var hash in Hashes.Skip(1))
        {
            yield return new JournalRecord.Raised(Key, Transaction.MaxFeePerGas, Transaction.MaxPriorityFeePerGas, hash);
        }

        if (MinedAs is { } mined)
        {
            yield return new JournalRecord.Mined(Key, mined);
        }
    }
}
