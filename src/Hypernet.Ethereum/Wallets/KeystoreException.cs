namespace Hypernet.Ethereum.Wallets;

/// <summary>A keystore is not a Web3 secret storage of version 3, or asks for more work than is allowed.</summary>
public sealed class KeystoreException : EthereumException
{
    internal KeystoreException(string fault, Exception? inner = null)
        : base($"The keystore cannot be read: {fault}.", inner)
    {
    }
}
