using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

public sealed partial class TransactionSender
{
    // From the least fee to the most in steps of an eighth; the bound keeps the hashes to look for few.
    private const int MaxRaises = 32;

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.PollInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_lifetime.Token))
            {
                await LookUnderGateAsync(_lifetime.Token);
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // The journal cannot be written: nothing can be promised any more, and everybody who waits must know.
            // Whoever sends or resumes next starts the watch again.
            await _gate.WaitAsync(CancellationToken.None);
            foreach (var submission in Open().ToList())
            {
                submission.Fail(exception);
            }

            _gate.Release();
        }
    }

    private async Task LookUnderGateAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
            LastFault = null;
        }
        catch (EthereumException exception) when (exception is not JournalException)
        {
            LastFault = exception;
        }
        finally
        {
            _gate.Release();
        }
    }

    // One look: which pending transactions are in blocks, which must be handed over again, which are stuck.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var open = Open().ToList();
        if (open.Count == 0)
        {
            return;
        }

        // The count is asked before the receipts: a nonce it covers without a receipt is then not just a race.
        ulong count = await _client.GetTransactionCountAsync(Account, BlockParameter.Latest, cancellationToken);
        ulong head = await _client.GetBlockNumberAsync(cancellationToken);
        var receipts = await _client.SendBatchAsync([.. open.SelectMany(one => one.Entry.Hashes).Select(EthRequests.Receipt)], cancellationToken);
        var minedByHash = receipts.OfType<TransactionReceipt>().ToDictionary(receipt => receipt.TransactionHash);
        var pending = new List<Submission>();
        foreach (var submission in open)
        {
            if (submission.Entry.Hashes.Select(hash => minedByHash.GetValueOrDefault(hash)).FirstOrDefault(one => one is not null) is { } receipt)
            {
                await LookAtMinedAsync(submission, receipt, head, cancellationToken);
            }
            else if (submission.Entry.Transaction.Nonce < count)
            {
                await LookAtTakenNonceAsync(submission, head, cancellationToken);
            }
            else
            {
                pending.Add(submission);
            }
        }

        var known = await _client.SendBatchAsync([.. pending.Select(one => EthRequests.Transaction(one.Entry.Hashes[^1]))], cancellationToken);
        foreach (var (submission, transaction) in pending.Zip(known))
        {
            await LookAtPendingAsync(submission, isNext: submission.Entry.Transaction.Nonce == count, isKnown: transaction is not null, cancellationToken);
        }
    }

    private async Task LookAtMinedAsync(Submission submission, TransactionReceipt receipt, ulong head, CancellationToken cancellationToken)
    {
        submission.Refusal = null;
        if (head + 1 >= receipt.BlockNumber + (ulong)_options.Confirmations)
        {
            byte[] revertData = await RevertDataAsync(submission, receipt, cancellationToken);
            Record(submission, new JournalRecord.Mined(submission.Entry.Key, receipt.TransactionHash));
            submission.Conclude(receipt, revertData);
        }
    }

    private async Task LookAtPendingAsync(Submission submission, bool isNext, bool isKnown, CancellationToken cancellationToken)
    {
        if (isNext && !submission.IsNext)
        {
            submission.WaitingSince = _time.GetTimestamp();
        }

        submission.IsNext = isNext;
        bool isLate = isNext && _time.GetElapsedTime(submission.WaitingSince) >= _options.RaiseAfter;
        if (isLate)
        {
            submission.WaitingSince = _time.GetTimestamp();
        }

        // Unknown to the node is what never arrived, what its pool dropped, and what a reorg took out of its block.
        if (!isKnown || (isLate && await RaiseAsync(submission, cancellationToken)))
        {
            await HandOverAsync(submission, cancellationToken);
        }
        else
        {
            submission.Refusal = null;
        }
    }

    // Another program's transaction has the nonce. Only when it is as deep as wanted, and ours is in no block, ours is over.
    private async Task LookAtTakenNonceAsync(Submission submission, ulong head, CancellationToken cancellationToken)
    {
        ulong depth = (ulong)_options.Confirmations - 1;
        if (head < depth)
        {
            return;
        }

        ulong settled = await _client.GetTransactionCountAsync(Account, BlockParameter.AtNumber(head - depth), cancellationToken);
        var receipts = await _client.SendBatchAsync([.. submission.Entry.Hashes.Select(EthRequests.Receipt)], cancellationToken);
        if (settled > submission.Entry.Transaction.Nonce && receipts.All(receipt => receipt is null))
        {
            var (key, nonce) = (submission.Entry.Key, submission.Entry.Transaction.Nonce);
            Record(submission, new JournalRecord.Replaced(key));
            submission.Fail(new NonceTakenException(key, nonce));
        }
    }

    // Receipts do not hold a revert's data: the call is tried again on the block before, where it usually reverts alike.
    private async Task<byte[]> RevertDataAsync(Submission submission, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        if (receipt.Succeeded)
        {
            return [];
        }

        var sent = submission.Entry.Transaction;
        var call = new CallInput { From = Account, To = sent.To, Value = sent.Value, Data = sent.Data };
        try
        {
            await _client.CallAsync(call, BlockParameter.AtNumber(receipt.BlockNumber - 1), cancellationToken);
            return [];
        }
        catch (ContractRevertedException exception)
        {
            return exception.RevertData;
        }
        catch (JsonRpcException)
        {
            // A node without that block's state cannot tell why; that it reverted is certain all the same.
            return [];
        }
    }
}
