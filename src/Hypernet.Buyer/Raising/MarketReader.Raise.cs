using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    /// <summary>Asks the chain what a higher unit price would cost.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="buyer">The account that would raise it.</param>
    /// <param name="unitPrice">The most that one seller shall be paid for one checkpoint.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    public async Task<PriceRaise> QuoteRaiseAsync(Account job, Account buyer, Amount unitPrice, CancellationToken cancellationToken = default)
    {
        var block = BlockParameter.AtHash((await HeadAsync(cancellationToken)).Hash);
        var contract = await market.FindJobAsync(job, block, cancellationToken);
        var configuration = await contract.ConfigurationAsync(block, cancellationToken);
        var from = (await contract.AskAsync(default(JobAbi.UnitPriceCall), block, cancellationToken)).ToAmount();
        int cells = configuration.Terms.Ranks * configuration.Terms.Checkpoints;
        var cost = unitPrice > from
            ? (unitPrice + unitPrice.ShareDown(configuration.Snapshot.FeeBps) - from - from.ShareDown(configuration.Snapshot.FeeBps)) * (UInt128)cells
            : Amount.Zero;
        return new PriceRaise(job, buyer, from, unitPrice, cells, cost, await market.Collateral.FreeOfAsync(buyer, block, cancellationToken));
    }

    /// <summary>Tries a raise on the node, without a transaction.</summary>
    /// <exception cref="BalanceShortException">Too little is free.</exception>
    /// <exception cref="ContractRevertedException">The job would refuse; <see cref="ContractError.Describe"/> tells why.</exception>
    public async Task TryAsync(PriceRaise raise, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(raise);
        raise.EnsureFunded();
        var call = new JobContract(market.Chain, raise.Job).IncreasePrice(raise.To);
        await market.Chain.CallAsync(call.From(raise.Buyer.ToAddress()), cancellationToken: cancellationToken);
    }
}
