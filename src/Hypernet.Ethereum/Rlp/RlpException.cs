namespace Hypernet.Ethereum.Rlp;

/// <summary>Bytes are not a canonical recursive length prefix encoding.</summary>
public sealed class RlpException : EthereumException
{
    internal RlpException(string fault)
        : base($"The RLP is malformed: {fault}.")
    {
    }
}
