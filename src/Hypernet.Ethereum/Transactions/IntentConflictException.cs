namespace Hypernet.Ethereum.Transactions;

/// <summary>An intent's key was sent before with another call: a key names one call for good.</summary>
public sealed class IntentConflictException : EthereumException
{
    internal IntentConflictException(string key, Hash32 sent)
        : base($"\"{key}\" was sent before with another call, as transaction {sent}: use another key.") => (Key, Sent) = (key, sent);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The transaction that was sent under it.</summary>
    public Hash32 Sent { get; }
}
