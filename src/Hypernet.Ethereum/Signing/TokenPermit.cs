namespace Hypernet.Ethereum.Signing;

/// <summary>Lets a spender take tokens by signature instead of by transaction (EIP-2612).</summary>
/// <param name="Owner">Who signs.</param>
/// <param name="Spender">Who may take.</param>
/// <param name="Value">How much, in the token's smallest unit.</param>
/// <param name="Nonce">The token's <c>nonces(owner)</c>.</param>
/// <param name="Deadline">Unix seconds of the last block in which it counts.</param>
public sealed record TokenPermit(Address Owner, Address Spender, UInt256 Value, UInt256 Nonce, UInt256 Deadline)
{
    private static readonly Hash32 TypeHash =
        Keccak256.Hash("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// <summary>The structure to sign in the token's domain.</summary>
    public TypedStruct ToTypedStruct() =>
        new TypedStruct(TypeHash).Add(Owner).Add(Spender).Add(Value).Add(Nonce).Add(Deadline);
}
