using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class BuyerClient
{
    /// <summary>Announces that the buyer wants no more than what is under way.</summary>
    /// <param name="quote">What <see cref="MarketReader.QuoteTerminationAsync"/> told.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <exception cref="ContractRevertedException">The job refused, such as another buyer's or one that was announced before.</exception>
    public async Task<JobTermination> TerminateAsync(TerminationQuote quote, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var receipt = await SendAsync($"terminate/{quote.Job}", new JobContract(_market.Chain, quote.Job).Terminate(), cancellationToken);
        var announced = EventsOf(quote.Job, receipt).OfType<JobEvent.TerminationAnnounced>().Single();
        return new JobTermination(quote.Job, announced.AnnouncedAt + quote.Notice, receipt.TransactionHash);
    }
}
