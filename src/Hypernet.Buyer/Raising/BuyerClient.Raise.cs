using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class BuyerClient
{
    /// <summary>Raises the unit price of an open job, from the buyer's free balance.</summary>
    /// <param name="raise">What <see cref="MarketReader.QuoteRaiseAsync"/> told.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <exception cref="BalanceShortException">Too little is free.</exception>
    /// <exception cref="ContractRevertedException">The job refused, such as another buyer's or one that is filled.</exception>
    public async Task<RaisedPrice> IncreasePriceAsync(PriceRaise raise, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(raise);
        raise.EnsureFunded();
        var receipt = await SendAsync($"raise/{raise.Job}", new JobContract(_market.Chain, raise.Job).IncreasePrice(raise.To), cancellationToken);
        var raised = EventsOf(raise.Job, receipt).OfType<JobEvent.PriceRaised>().Single();
        return new RaisedPrice(raised.UnitPrice, raised.Funded, receipt.TransactionHash);
    }
}
