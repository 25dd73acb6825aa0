namespace Hypernet.Ethereum.Wallets;

/// <summary>No wallet can have this name.</summary>
public sealed class WalletNameException : EthereumException
{
    internal WalletNameException(string name)
        : base($"\"{name}\" cannot name a wallet: 1 to 64 of a-z, 0-9, \"-\" and \"_\" can, starting with a letter or digit.") =>
        Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }
}
