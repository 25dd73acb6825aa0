namespace Hypernet.Ethereum.Abi;

/// <summary>Bytes are not the strict ABI encoding of the type that was read.</summary>
public sealed class AbiException : EthereumException
{
    internal AbiException(int position, string fault)
        : base($"The ABI data are malformed at byte {position}: {fault}.") => Position = position;

    /// <summary>Where the fault is, in bytes from the start of the data.</summary>
    public int Position { get; }
}
