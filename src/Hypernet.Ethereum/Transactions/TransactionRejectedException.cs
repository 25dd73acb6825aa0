namespace Hypernet.Ethereum.Transactions;

/// <summary>The node did not take a new transaction; nothing is pending and its nonce is free again.</summary>
public sealed class TransactionRejectedException : EthereumException
{
    internal TransactionRejectedException(string key, EthereumException reason)
        : base($"The node did not take \"{key}\": {reason.Message}", reason) => Key = key;

    /// <summary>The intent's key.</summary>
    public string Key { get; }
}
