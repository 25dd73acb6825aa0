using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A termination that the buyer has announced.</summary>
/// <param name="Job">The job.</param>
/// <param name="From">From when on the checkpoint then in work is the last one.</param>
/// <param name="Transaction">The transaction that announced it.</param>
public sealed record JobTermination(Account Job, DateTimeOffset From, Hash32 Transaction);
