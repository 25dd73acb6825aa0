using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Contracts;

/// <summary>A transaction's target and call data, to be tried or sent.</summary>
/// <param name="To">The contract.</param>
/// <param name="Data">Selector and arguments.</param>
public sealed record ContractCall(Address To, byte[] Data)
{
    /// <summary>The call as one that an account would send.</summary>
    public CallInput From(Address account) => new() { From = account, To = To, Data = Data };
}
