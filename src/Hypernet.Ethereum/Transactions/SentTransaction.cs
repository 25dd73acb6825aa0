using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

/// <summary>A transaction that is journaled: it will be mined sooner or later, also if this process dies.</summary>
public sealed class SentTransaction
{
    private readonly Submission _submission;

    internal SentTransaction(Submission submission) => _submission = submission;

    /// <summary>The intent's key.</summary>
    public string Key => _submission.Entry.Key;

    /// <summary>The account's count of transactions before this one.</summary>
    public ulong Nonce => _submission.Entry.Transaction.Nonce;

    /// <summary>The hash under its latest fees, or the one that was mined.</summary>
    public Hash32 Hash => _submission.Entry.MinedAs ?? _submission.Entry.Hashes[^1];

    /// <summary>Why the node did not take it when it was last handed over; null if it did. It is handed over again.</summary>
    public EthereumException? Refusal => _submission.Refusal;

    /// <summary>Waits for as many confirmations as the sender wants. Canceling ends the wait, not the transaction.</summary>
    /// <exception cref="ContractRevertedException">It was mined, but reverted.</exception>
    /// <exception cref="NonceTakenException">Another program used its nonce.</exception>
    /// <exception cref="ObjectDisposedException">The sender was disposed before the end; the transaction goes on.</exception>
    public Task<TransactionReceipt> WaitAsync(CancellationToken cancellationToken = default) =>
        _submission.End.WaitAsync(cancellationToken);
}
