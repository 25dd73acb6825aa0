using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>A job's configuration as it stands in its code: what an agent checks before it signs.</summary>
/// <param name="Buyer">The account that placed the job.</param>
/// <param name="LibrariesHash">keccak256 of the joined ids of its libraries.</param>
/// <param name="Snapshot">The protocol's parameters when it was placed.</param>
/// <param name="Terms">The buyer's terms.</param>
public sealed record JobConfiguration(Account Buyer, Bytes32 LibrariesHash, Snapshot Snapshot, Terms Terms);
