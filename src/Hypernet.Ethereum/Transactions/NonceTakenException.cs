namespace Hypernet.Ethereum.Transactions;

/// <summary>Another program used the account: its transaction was mined in the place of this one, which can never be.</summary>
public sealed class NonceTakenException : EthereumException
{
    internal NonceTakenException(string key, ulong nonce)
        : base($"Nonce {nonce} of \"{key}\" was used by another program: give each program an account of its own, then send again.") =>
        (Key, Nonce) = (key, nonce);

    /// <summary>The intent's key.</summary>
    public string Key { get; }

    /// <summary>The nonce.</summary>
    public ulong Nonce { get; }
}
