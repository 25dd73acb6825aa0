namespace Hypernet.Ethereum.Wallets;

/// <summary>There is no wallet of the name.</summary>
public sealed class WalletNotFoundException : EthereumException
{
    internal WalletNotFoundException(string name, string folder)
        : base($"There is no wallet \"{name}\" in {folder}.") => (Name, Folder) = (name, folder);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Where it was looked for.</summary>
    public string Folder { get; }
}
