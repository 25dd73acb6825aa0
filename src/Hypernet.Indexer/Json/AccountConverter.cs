using Hypernet.Market;

namespace Hypernet.Indexer;

/// <summary>An account as 0x and 40 digits.</summary>
internal sealed class AccountConverter() : TextConverter<Account>(Account.Parse, account => account.ToString());
