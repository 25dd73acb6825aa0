using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>The part of a seller's earnings in a job that goes to its backers, in basis points.</summary>
internal sealed record BackerShare(Account Job, Account Seller, int BackerBps);
