using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    /// <summary>Asks the chain what terminating a job would mean, and tries it on the node.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="buyer">The account that would terminate it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    /// <exception cref="ContractRevertedException">The job would refuse, such as one that has not started; <see cref="ContractError.Describe"/> tells why.</exception>
    public async Task<TerminationQuote> QuoteTerminationAsync(Account job, Account buyer, CancellationToken cancellationToken = default)
    {
        var block = BlockParameter.AtHash((await HeadAsync(cancellationToken)).Hash);
        var contract = await market.FindJobAsync(job, block, cancellationToken);
        await market.Chain.CallAsync(contract.Terminate().From(buyer.ToAddress()), block, cancellationToken);
        var (_, _, snapshot, terms) = await contract.ConfigurationAsync(block, cancellationToken);
        var progress = await contract.AskAsync(default(JobAbi.ProgressCall), block, cancellationToken);
        var price = (await contract.AskAsync(default(JobAbi.UnitPriceCall), block, cancellationToken)).ToAmount();
        int cells = terms.Ranks * terms.Checkpoints;
        int paid = (int)progress.PaidCells;
        var unsettled = (price + price.ShareDown(snapshot.FeeBps)) * (UInt128)(cells - paid);
        return new TerminationQuote(job, buyer, (int)progress.Checkpoint, terms.Checkpoints, paid, cells, unsettled, terms.Work);
    }
}
