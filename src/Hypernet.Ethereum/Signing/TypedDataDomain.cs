namespace Hypernet.Ethereum.Signing;

/// <summary>Where an EIP-712 signature counts: one contract on one chain, as OpenZeppelin's EIP712 has it.</summary>
/// <param name="Name">The contract's name for signing.</param>
/// <param name="Version">Its version for signing.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="VerifyingContract">The contract.</param>
public sealed record TypedDataDomain(string Name, string Version, ulong ChainId, Address VerifyingContract)
{
    private static readonly Hash32 TypeHash =
        Keccak256.Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// <summary>The domain separator.</summary>
    public Hash32 Separator { get; } = new TypedStruct(TypeHash)
        .AddString(Name)
        .AddString(Version)
        .Add(ChainId)
        .Add(VerifyingContract)
        .Hash();

    /// <summary>The digest to sign for a structure in this domain.</summary>
    public Hash32 Digest(TypedStruct message) => Digest(Separator, message.Hash());

    /// <summary>The digest to sign for a structure's hash under any domain separator.</summary>
    public static Hash32 Digest(Hash32 separator, Hash32 structHash) =>
        Keccak256.Hash([0x19, 0x01, .. separator.Bytes, .. structHash.Bytes]);
}
