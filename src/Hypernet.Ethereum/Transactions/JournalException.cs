namespace Hypernet.Ethereum.Transactions;

/// <summary>A journal of transactions is damaged, or is of another chain.</summary>
public sealed class JournalException : EthereumException
{
    internal JournalException(string path, string fault, Exception? inner = null)
        : base($"The journal {path} cannot be used: {fault}.", inner) => Path = path;

    /// <summary>The journal.</summary>
    public string Path { get; }
}
