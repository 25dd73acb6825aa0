using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What terminating a job would leave as it is, and what it would give back, if it were announced now.</summary>
/// <param name="Job">The job.</param>
/// <param name="Buyer">The account that would terminate it.</param>
/// <param name="Checkpoint">The checkpoint in work.</param>
/// <param name="Checkpoints">The last one of the terms.</param>
/// <param name="PaidCells">Cells that are settled: they stay paid.</param>
/// <param name="Cells">All cells of the job.</param>
/// <param name="Unsettled">The escrow of cells that are not settled; what is not settled until the end comes back.</param>
/// <param name="Notice">How long after the announcement the checkpoint in work becomes the last one.</param>
public sealed record TerminationQuote(
    Account Job, Account Buyer, int Checkpoint, int Checkpoints, int PaidCells, int Cells, Amount Unsettled, TimeSpan Notice);
