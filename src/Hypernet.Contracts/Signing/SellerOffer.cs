using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>What a seller asks for and names to sign a job; signed by itself in the job's domain, anybody may bring it.</summary>
/// <param name="Seller">The seller.</param>
/// <param name="Ask">Price per checkpoint.</param>
/// <param name="AgentKey">The key that acts and signs for it; none for itself.</param>
/// <param name="Beneficiary">The account that its earnings go to; none for itself.</param>
/// <param name="Endpoint">Where the peers of this job reach it, at most 128 bytes.</param>
/// <param name="Nonce">How often it has left a slot of this job (<see cref="FormerSeller.Departures"/>); 0 or more.</param>
/// <param name="Deadline">Until when it can be brought.</param>
public sealed record SellerOffer(
    Account Seller, Amount Ask, Account? AgentKey, Account? Beneficiary, string Endpoint, int Nonce, DateTimeOffset Deadline)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash(
        "Offer(address seller,uint96 ask,address agentKey,address beneficiary,string endpoint,uint256 nonce,uint40 deadline)");

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add(Seller.ToAddress())
        .Add((UInt256)Ask.Units)
        .Add((AgentKey ?? Account.None).ToAddress())
        .Add((Beneficiary ?? Account.None).ToAddress())
        .AddString(Endpoint)
        .Add((ulong)Nonce)
        .Add((ulong)Deadline.ToUnixTimeSeconds());
}
