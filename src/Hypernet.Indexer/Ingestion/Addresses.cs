using Hypernet.Ethereum;
using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.Ingestion;

/// <summary>Carries bytes between the chain's, the ledger's and the market's value types.</summary>
internal static class Addresses
{
    public static ContractAddress ToLedger(this Address address) => ContractAddress.From(address.Bytes);

    public static Word ToLedger(this Hash32 hash) => Word.From(hash.Bytes);

    public static Hash32 ToChain(this Word word)
    {
        Span<byte> bytes = stackalloc byte[Word.Size];
        word.CopyTo(bytes);
        return new Hash32(bytes);
    }

    public static Account ToAccount(this ContractAddress address) => new(address.ToArray());

    public static ContractAddress ToLedger(this Account account)
    {
        Span<byte> bytes = stackalloc byte[ContractAddress.Size];
        account.CopyTo(bytes);
        return ContractAddress.From(bytes);
    }
}
