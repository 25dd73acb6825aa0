using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

/// <summary>An intent on its way: what the journal knows of it, and what has been seen of it since the start.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<TransactionReceipt> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Submission(JournalEntry entry)
    {
        Entry = entry;

        // A failure that nobody waits for is told to whoever sends the same key again.
        _end.Task.ContinueWith(
            static task => task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public JournalEntry Entry { get; set; }

    /// <summary>When it was last handed to the node, was raised, or became the account's next one; a timestamp of the clock.</summary>
    public long WaitingSince { get; set; }

    /// <summary>Whether it was the account's next transaction at the last look.</summary>
    public bool IsNext { get; set; }

    /// <summary>Why the node did not take it when it was last handed over.</summary>
    public EthereumException? Refusal { get; set; }

    public Task<TransactionReceipt> End => _end.Task;

    public UInt256 MaxCost => (Entry.Transaction.MaxFeePerGas * Entry.Transaction.GasLimit) + Entry.Transaction.Value;

    /// <summary>Ends the wait with what the chain says; the data of a revert if it reverted.</summary>
    public void Conclude(TransactionReceipt receipt, byte[] revertData)
    {
        if (receipt.Succeeded)
        {
            _end.TrySetResult(receipt);
        }
        else
        {
            Fail(new ContractRevertedException(revertData, receipt.TransactionHash));
        }
    }

    public void Fail(Exception exception) => _end.TrySetException(exception);
}
