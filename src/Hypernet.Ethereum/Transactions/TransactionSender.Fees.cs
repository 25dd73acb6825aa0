using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

public sealed partial class TransactionSender
{
    // Enough for the base fee to rise by an eighth in each of six full blocks (EIP-1559).
    private static readonly UInt256 BaseFeeHeadroom = 2;

    private async Task<Fees> ChooseFeesAsync(CancellationToken cancellationToken)
    {
        var head = await _client.GetBlockAsync(BlockParameter.Latest, cancellationToken);
        var advised = await AdvisedPriorityFeeAsync(cancellationToken);
        var priority = advised > _options.MinPriorityFeePerGas ? advised : _options.MinPriorityFeePerGas;
        return Cap(new Fees(((head?.BaseFeePerGas ?? 0) * BaseFeeHeadroom) + priority, priority));
    }

    private async Task<UInt256> AdvisedPriorityFeeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetMaxPriorityFeePerGasAsync(cancellationToken);
        }
        catch (JsonRpcException exception) when (!exception.IsTransient)
        {
            // Not every node has this method (it is not in the first specification); the least is then offered, and raised if need be.
            return 0;
        }
    }

    private Fees Cap(Fees fees)
    {
        var most = _options.MaxFeePerGas;
        return new Fees(fees.MaxFee < most ? fees.MaxFee : most, fees.PriorityFee < most ? fees.PriorityFee : most);
    }

    /// <summary>Signs a waiting transaction again with higher fees under its nonce; false if it offers the most already.</summary>
    private async Task<bool> RaiseAsync(Submission submission, CancellationToken cancellationToken)
    {
        var transaction = submission.Entry.Transaction;
        var least = new Fees(transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas).Raised();
        var market = await ChooseFeesAsync(cancellationToken);
        var wanted = new Fees(
            market.MaxFee > least.MaxFee ? market.MaxFee : least.MaxFee,
            market.PriorityFee > least.PriorityFee ? market.PriorityFee : least.PriorityFee);
        if (wanted.MaxFee > _options.MaxFeePerGas || submission.Entry.Hashes.Length >= MaxRaises)
        {
            return false;
        }

        var raised = transaction with { MaxFeePerGas = wanted.MaxFee, MaxPriorityFeePerGas = wanted.PriorityFee };
        Record(submission, new JournalRecord.Raised(submission.Entry.Key, wanted.MaxFee, wanted.PriorityFee, raised.Sign(_key).Hash));
        return true;
    }
}
