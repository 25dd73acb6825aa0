using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

public sealed partial class TransactionSender
{
    // Nodes word their refusals differently, so after one the chain is asked what is the case.
    private async Task<HandOver> HandOverAsync(Submission submission, CancellationToken cancellationToken)
    {
        submission.WaitingSince = _time.GetTimestamp();
        var signed = submission.Entry.Transaction.Sign(_key);
        EthereumException refusal;
        try
        {
            await _client.SendOnceAsync(EthRequests.SendRawTransaction(signed.Raw), cancellationToken);
            submission.Refusal = null;
            return HandOver.Taken;
        }
        catch (EthereumException exception) when (exception.IsTransient)
        {
            submission.Refusal = exception;
            return HandOver.Unknown;
        }
        catch (EthereumException exception)
        {
            refusal = exception;
        }

        try
        {
            if (await _client.GetTransactionAsync(signed.Hash, cancellationToken) is not null)
            {
                submission.Refusal = null;
                return HandOver.Taken;
            }

            submission.Refusal = refusal;
            ulong count = await _client.GetTransactionCountAsync(Account, BlockParameter.Latest, cancellationToken);
            return count > submission.Entry.Transaction.Nonce ? HandOver.NonceTaken : HandOver.Refused;
        }
        catch (EthereumException exception)
        {
            submission.Refusal = exception;
            return HandOver.Unknown;
        }
    }
}
