namespace Hypernet.Ethereum.Rpc;

/// <summary>A contract refused a call, or a transaction reverted.</summary>
public sealed class ContractRevertedException : EthereumException
{
    internal ContractRevertedException(byte[] revertData, Hash32? transaction = null)
        : base((transaction is { } hash ? $"Transaction {hash} reverted" : "The call reverted")
            + (revertData.Length == 0 ? " without data." : $" with {Hex.Format(revertData.AsSpan(0, Math.Min(revertData.Length, 68)))}."))
    {
        RevertData = revertData;
        Transaction = transaction;
    }

    /// <summary>The error's selector and arguments as the contract returned them; empty if it gave none.</summary>
    public byte[] RevertData { get; }

    /// <summary>The transaction that was mined and reverted; none if the call was only tried.</summary>
    public Hash32? Transaction { get; }
}
