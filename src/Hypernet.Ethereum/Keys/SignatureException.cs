namespace Hypernet.Ethereum.Keys;

/// <summary>Bytes are not a signature that Ethereum accepts.</summary>
public sealed class SignatureException : EthereumException
{
    internal SignatureException(string fault)
        : base($"The signature is not valid: {fault}.")
    {
    }
}
