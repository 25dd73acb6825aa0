namespace Hypernet.Ethereum.Transactions;

/// <summary>An account cannot pay for a transaction on top of those that it has pending.</summary>
public sealed class InsufficientFundsException : EthereumException
{
    internal InsufficientFundsException(Address account, UInt256 have, UInt256 need)
        : base($"{account} has {have} wei but needs up to {need} wei: send it at least {need - have} wei.") =>
        (Account, Have, Need) = (account, have, need);

    /// <summary>The account.</summary>
    public Address Account { get; }

    /// <summary>What it has, in wei.</summary>
    public UInt256 Have { get; }

    /// <summary>What it needs at most for everything pending and this, in wei.</summary>
    public UInt256 Need { get; }
}
