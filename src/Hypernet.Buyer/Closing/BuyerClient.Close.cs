using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using TenureView = Hypernet.Contracts.Abi.Tenure;

namespace Hypernet.Buyer;

public sealed partial class BuyerClient
{
    // A claim costs at most some 100,000 gas: far below a quarter of a block.
    private const int ClaimsAtOnce = 32;

    /// <summary>
    /// Ends a job that can still be cancelled (or one frozen for too long), then pays its sellers, returns their collateral
    /// and refunds the buyer. What has been done already is left alone, so this may be called again at any time.
    /// </summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    /// <exception cref="JobUnderWayException">The job has started and not ended.</exception>
    /// <exception cref="ContractRevertedException">The job refused, such as another buyer's or one that still waits for its start.</exception>
    public async Task<JobClosing> CloseAsync(Account job, CancellationToken cancellationToken = default)
    {
        var contract = await _market.FindJobAsync(job, cancellationToken: cancellationToken);
        var progress = await contract.AskAsync(default(JobAbi.ProgressCall), cancellationToken: cancellationToken);
        var closing = new JobClosing(job, progress.Status, progress.Status, default, default, default, default, []);
        switch (progress.Status)
        {
            case JobStatus.Open or JobStatus.Filled:
                closing = await DoAsync(closing, $"cancel/{job}", contract.Cancel(), cancellationToken);
                break;
            case JobStatus.Frozen when await WouldSucceedAsync(contract.Abort(), cancellationToken):
                closing = await DoAsync(closing, $"abort/{job}", contract.Abort(), cancellationToken);
                break;
            case JobStatus.Running or JobStatus.Frozen:
                throw new JobUnderWayException(job, progress.Status);
            default:
                break;
        }

        foreach (int[] tenures in (await OpenTenuresAsync(contract, (int)(progress.Signed + progress.Seatings), cancellationToken)).Chunk(ClaimsAtOnce))
        {
            closing = await DoAsync(closing, $"claim/{job}", contract.ClaimMany(tenures), cancellationToken);
        }

        return progress.IsRefunded ? closing : await DoAsync(closing, $"refund/{job}", contract.Refund(), cancellationToken);
    }

    private async Task<JobClosing> DoAsync(JobClosing closing, string name, ContractCall call, CancellationToken cancellationToken)
    {
        var receipt = await SendAsync(name, call, cancellationToken);
        return closing.With(receipt.TransactionHash, EventsOf(closing.Job, receipt));
    }

    private static IEnumerable<JobEvent> EventsOf(Account job, TransactionReceipt receipt)
    {
        var address = job.ToAddress();
        foreach (var log in receipt.Logs.Where(log => log.Address == address))
        {
            if (JobEvents.TryDecode(log, out var happened))
            {
                yield return happened;
            }
        }
    }

    private async Task<bool> WouldSucceedAsync(ContractCall call, CancellationToken cancellationToken)
    {
        try
        {
            await _market.Chain.CallAsync(call.From(_key.Address), cancellationToken: cancellationToken);
            return true;
        }
        catch (ContractRevertedException)
        {
            return false;
        }
    }

    private async Task<IEnumerable<int>> OpenTenuresAsync(JobContract job, int count, CancellationToken cancellationToken)
    {
        var sellers = await AskAllAsync(job, Enumerable.Range(0, count).Select<int, IAbiCall<Address>>(tenure => new JobAbi.SellerOfCall((uint)tenure)), cancellationToken);
        var tenures = await AskAllAsync(job, sellers.Select<Address, IAbiCall<TenureView>>(seller => new JobAbi.TenureOfCall(seller)), cancellationToken);
        return Enumerable.Range(0, count).Where(tenure => !tenures[tenure].IsClosed);
    }

    private async Task<TResult[]> AskAllAsync<TResult>(JobContract job, IEnumerable<IAbiCall<TResult>> calls, CancellationToken cancellationToken)
    {
        IAbiCall<TResult>[] asked = [.. calls];
        var answers = await _market.Chain.SendBatchAsync(
            [.. asked.Select(call => EthRequests.Call(job.Prepare(call).From(_key.Address), BlockParameter.Latest))], cancellationToken);
        return [.. asked.Select((call, i) => call.Decode(answers[i]))];
    }
}
