using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

public sealed partial class TransactionSender
{
    private const int LongestKey = 200;

    // Somebody else using the account at the same moment is met this often before it is reported.
    private const int MaxNonceCollisions = 3;

    /// <summary>Sends an intent, or finds what was sent under its key. Returns once it is journaled and handed over, before it is mined.</summary>
    /// <exception cref="ContractRevertedException">The call would revert; nothing was sent.</exception>
    /// <exception cref="InsufficientFundsException">The account cannot pay for it; nothing was sent.</exception>
    /// <exception cref="IntentConflictException">The key was sent before with another call.</exception>
    /// <exception cref="TransactionRejectedException">The node did not take it; nothing is pending.</exception>
    public async Task<SentTransaction> SendAsync(TransactionIntent intent, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(intent.Key.Length, nameof(intent));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(intent.Key.Length, LongestKey, nameof(intent));
        if (await FindAsync(intent, cancellationToken) is { } sent)
        {
            return sent;
        }

        ulong gasLimit = intent.GasLimit ?? await EstimateAsync(intent, cancellationToken);
        var fees = await ChooseFeesAsync(cancellationToken);
        await EnterAsync(cancellationToken);
        try
        {
            // From here on the caller's token counts no more: a journaled transaction must come to its end.
            return Find(intent) is { } meanwhile
                ? new SentTransaction(meanwhile)
                : new SentTransaction(await SubmitAsync(intent, gasLimit, fees, _lifetime.Token));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends an intent and waits for as many confirmations as wanted; see <see cref="SendAsync"/> and <see cref="SentTransaction.WaitAsync"/>.</summary>
    public async Task<TransactionReceipt> SendAndWaitAsync(TransactionIntent intent, CancellationToken cancellationToken = default)
    {
        var sent = await SendAsync(intent, cancellationToken);
        return await sent.WaitAsync(cancellationToken);
    }

    private async Task<SentTransaction?> FindAsync(TransactionIntent intent, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            await ResumeUnderGateAsync(cancellationToken);
            if (Find(intent) is not { } submission)
            {
                return null;
            }

            return new SentTransaction(submission.Entry.IsOpen ? submission : await RecallAsync(submission, cancellationToken));
        }
        finally
        {
            _gate.Release();
        }
    }

    private Submission? Find(TransactionIntent intent)
    {
        if (!_submissions.TryGetValue(intent.Key, out var submission))
        {
            return null;
        }

        var sent = submission.Entry.Transaction;
        return sent.To == intent.To && sent.Value == intent.Value && sent.Data.Span.SequenceEqual(intent.Data.Span)
            ? submission
            : throw new IntentConflictException(intent.Key, submission.Entry.Hashes[^1]);
    }

    // Finished, perhaps in the life of an earlier process: the chain says how, and whether that still holds.
    private async Task<Submission> RecallAsync(Submission submission, CancellationToken cancellationToken)
    {
        var receipt = await _client.GetTransactionReceiptAsync(submission.Entry.MinedAs!.Value, cancellationToken);
        if (receipt is null)
        {
            return Reopen(submission);
        }

        submission.Conclude(receipt, await RevertDataAsync(submission, receipt, cancellationToken));
        return submission;
    }

    private Submission Reopen(Submission submission)
    {
        Record(submission, new JournalRecord.Reopened(submission.Entry.Key));
        return _submissions[submission.Entry.Key] = new Submission(submission.Entry);
    }

    private async Task<Submission> SubmitAsync(TransactionIntent intent, ulong gasLimit, Fees fees, CancellationToken cancellationToken)
    {
        for (int collisions = 0; ; collisions++)
        {
            ulong nonce = await NextNonceAsync(cancellationToken);
            var transaction = new UnsignedTransaction
            {
                ChainId = ChainId,
                Nonce = nonce,
                To = intent.To,
                Value = intent.Value,
                Data = intent.Data.ToArray(),
                GasLimit = gasLimit,
                MaxFeePerGas = fees.MaxFee,
                MaxPriorityFeePerGas = fees.PriorityFee,
            };
            await EnsureFundsAsync(transaction, cancellationToken);
            var submission = Sign(intent.Key, transaction);
            switch (await HandOverAsync(submission, cancellationToken))
            {
                case HandOver.NonceTaken when collisions < MaxNonceCollisions:
                    Record(submission, new JournalRecord.Withdrawn(intent.Key));
                    break;
                case HandOver.NonceTaken:
                    Record(submission, new JournalRecord.Withdrawn(intent.Key));
                    throw new NonceTakenException(intent.Key, nonce);
                case HandOver.Refused:
                    // Nobody has it and no later nonce is given yet, so its own is free again.
                    Record(submission, new JournalRecord.Withdrawn(intent.Key));
                    throw new TransactionRejectedException(intent.Key, submission.Refusal!);
                default:
                    return submission;
            }
        }
    }

    private Submission Sign(string key, UnsignedTransaction transaction)
    {
        var record = JournalRecord.Signed.Of(key, transaction, transaction.Sign(_key).Hash);
        _journal.Append(record);
        return _submissions[key] = new Submission(JournalEntry.From(record, ChainId));
    }

    private async Task<ulong> NextNonceAsync(CancellationToken cancellationToken)
    {
        ulong count = await _client.GetTransactionCountAsync(Account, BlockParameter.Pending, cancellationToken);
        foreach (var submission in _submissions.Values.Where(one => !one.Entry.IsOpen && one.Entry.Transaction.Nonce >= count).ToList())
        {
            // The node's count is behind what was mined: it lags, or a deep reorg took transactions back that must come again.
            if (await _client.GetTransactionReceiptAsync(submission.Entry.MinedAs!.Value, cancellationToken) is null)
            {
                Reopen(submission);
            }
        }

        var own = _submissions.Values.Select(submission => submission.Entry.Transaction.Nonce + 1);
        return Math.Max(count, own.DefaultIfEmpty().Max());
    }

    private async Task EnsureFundsAsync(UnsignedTransaction transaction, CancellationToken cancellationToken)
    {
        ulong count = await _client.GetTransactionCountAsync(Account, BlockParameter.Latest, cancellationToken);
        var balance = await _client.GetBalanceAsync(Account, BlockParameter.Latest, cancellationToken);
        var need = Open()
            .Where(submission => submission.Entry.Transaction.Nonce >= count)
            .Aggregate((transaction.MaxFeePerGas * transaction.GasLimit) + transaction.Value, (sum, submission) => sum + submission.MaxCost);
        if (need > balance)
        {
            throw new InsufficientFundsException(Account, balance, need);
        }
    }

    private async Task<ulong> EstimateAsync(TransactionIntent intent, CancellationToken cancellationToken)
    {
        // Nodes answer a call that cannot pay its value in as many ways as there are nodes, so this is asked first.
        var balance = await _client.GetBalanceAsync(Account, BlockParameter.Latest, cancellationToken);
        if (balance < intent.Value)
        {
            throw new InsufficientFundsException(Account, balance, intent.Value);
        }

        var call = new CallInput { From = Account, To = intent.To, Value = intent.Value, Data = intent.Data };
        ulong estimate = await _client.EstimateGasAsync(call, BlockParameter.Pending, cancellationToken);
        return checked(estimate + (estimate * (ulong)_options.GasMarginPercent / 100));
    }
}
