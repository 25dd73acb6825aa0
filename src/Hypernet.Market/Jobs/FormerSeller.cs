namespace Hypernet.Market;

/// <summary>A seller that has left a slot of a job before its start.</summary>
/// <param name="Seller">The seller.</param>
/// <param name="Departures">How often it has left one: what its next offer names as nonce.</param>
/// <param name="HasUnsigned">Whether it gave its last one back itself, and may not return; else it was displaced.</param>
public sealed record FormerSeller(Account Seller, int Departures, bool HasUnsigned);
