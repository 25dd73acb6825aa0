using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Buyer.Tests;

/// <summary>Somebody with a key, and a folder that survives the programs that use it.</summary>
public sealed record Person(PrivateKey Key, string StateFolder)
{
    public Account Account => Key.Address.ToAccount();
}
