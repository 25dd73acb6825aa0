namespace Hypernet.Ethereum.Transactions;

/// <summary>Another process sends from the account.</summary>
public sealed class JournalInUseException : EthereumException
{
    internal JournalInUseException(Address account, string path, Exception inner)
        : base($"Another process sends from {account} (it holds {path}): stop it, or use another account.", inner) =>
        (Account, Path) = (account, path);

    /// <summary>The account.</summary>
    public Address Account { get; }

    /// <summary>The file that the other process holds.</summary>
    public string Path { get; }
}
