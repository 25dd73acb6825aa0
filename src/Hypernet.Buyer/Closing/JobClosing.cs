using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What it took to close a job, and what went where.</summary>
/// <param name="Job">The job.</param>
/// <param name="Before">Where it stood.</param>
/// <param name="After">Where it stands.</param>
/// <param name="ToBuyer">Escrow, back to the buyer.</param>
/// <param name="ToSellers">Prices of settled cells and compensation, to the sellers.</param>
/// <param name="Collateral">Collateral, back to the sellers.</param>
/// <param name="Fees">To the treasury.</param>
/// <param name="Transactions">The transactions that did it; none if there was nothing left to do.</param>
public sealed record JobClosing(
    Account Job,
    JobStatus Before,
    JobStatus After,
    Amount ToBuyer,
    Amount ToSellers,
    Amount Collateral,
    Amount Fees,
    IReadOnlyList<Hash32> Transactions)
{
    /// <summary>This with what one more transaction did.</summary>
    internal JobClosing With(Hash32 transaction, IEnumerable<JobEvent> events) =>
        events.Aggregate(this with { Transactions = [.. Transactions, transaction] }, (closing, happened) => closing.With(happened));

    private JobClosing With(JobEvent happened) => happened switch
    {
        JobEvent.JobCancelled => this with { After = JobStatus.Cancelled },
        JobEvent.JobAborted => this with { After = JobStatus.Aborted },
        JobEvent.BuyerRefunded refunded => this with { ToBuyer = ToBuyer + refunded.Amount },
        JobEvent.SellerPaid paid => this with
        {
            ToBuyer = ToBuyer + paid.Rest,
            ToSellers = ToSellers + paid.Earned + paid.Compensation,
            Collateral = Collateral + paid.Collateral,
            Fees = Fees + paid.Fee,
        },
        _ => this,
    };
}
