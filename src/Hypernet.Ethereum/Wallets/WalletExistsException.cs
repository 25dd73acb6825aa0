namespace Hypernet.Ethereum.Wallets;

/// <summary>A wallet of the name is there already; wallets are never overwritten.</summary>
public sealed class WalletExistsException : EthereumException
{
    internal WalletExistsException(string name)
        : base($"There is a wallet \"{name}\" already: choose another name.") => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }
}
