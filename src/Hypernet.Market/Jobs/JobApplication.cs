namespace Hypernet.Market;

/// <summary>A seller's open application to a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Seller">The applicant.</param>
/// <param name="AgentKey">The key that would act and sign for it.</param>
/// <param name="Beneficiary">The account that its earnings would go to.</param>
/// <param name="Ask">Its price for a checkpoint.</param>
/// <param name="LockedCells">Cells of collateral it has locked.</param>
/// <param name="Endpoint">Where the peers of this job reach it.</param>
public sealed record JobApplication(
    int Group, Account Seller, Account AgentKey, Account Beneficiary, Amount Ask, int LockedCells, string Endpoint);
