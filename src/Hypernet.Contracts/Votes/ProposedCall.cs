using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>One call that the timelock makes when a proposal is executed.</summary>
/// <param name="Target">The contract called.</param>
/// <param name="Value">What the timelock sends along, in wei.</param>
/// <param name="Data">Selector and arguments.</param>
public sealed record ProposedCall(Account Target, UInt256 Value, byte[] Data)
{
    /// <summary>A call to be proposed, without value.</summary>
    public static ProposedCall Of(ContractCall call) => new(call.To.ToAccount(), UInt256.Zero, call.Data);
}
