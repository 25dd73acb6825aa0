namespace Hypernet.Market;

/// <summary>One seller's time in a job; before the start, its slot.</summary>
public sealed record Tenure
{
    /// <summary>Its number in the job: the slots first, then each replacement.</summary>
    public required int Id { get; init; }

    /// <summary>The account that signed or was seated.</summary>
    public required Account Seller { get; init; }

    /// <summary>The key that acts and signs for it.</summary>
    public required Account AgentKey { get; init; }

    /// <summary>The account that its earnings go to.</summary>
    public required Account Beneficiary { get; init; }

    /// <summary>Its price for a checkpoint.</summary>
    public required Amount Ask { get; init; }

    /// <summary>Where the peers of this job reach it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its rank; before the start its slot.</summary>
    public required int Rank { get; init; }

    /// <summary>Whether it has taken its slot from another seller.</summary>
    public bool IsUnderbid { get; init; }

    /// <summary>The first checkpoint it works for.</summary>
    public required int FirstCheckpoint { get; init; }

    /// <summary>Cells of collateral it has locked in all.</summary>
    public required int LockedCells { get; init; }

    /// <summary>The last checkpoint it worked for: where it left by a fault; <see langword="null"/> while it has not.</summary>
    public int? LastCheckpoint { get; init; }

    /// <summary>Why it left; <see cref="Verdict.Undecided"/> while it has not.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Cells of collateral that its fault has cost.</summary>
    public int ForfeitedCells { get; init; }

    /// <summary>Cells it was found honest in.</summary>
    public int SettledCells { get; init; }

    /// <summary>Settled cells that it has been paid for.</summary>
    public int PaidCells { get; init; }

    /// <summary>What it has been paid: price, before what goes to backers.</summary>
    public Amount Earned { get; init; }

    /// <summary>Cells of collateral that it has got back: fewer than <see cref="PaidCells"/> where it entered before the checkpoints that it has locked for.</summary>
    public int ReleasedCells { get; init; }

    /// <summary>What it has been paid for its slot in a job that the buyer cancelled.</summary>
    public Amount Compensated { get; init; }

    /// <summary>Whether nothing is left to claim, for good.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Settled cells that can be claimed now.</summary>
    public int ClaimableCells => SettledCells - PaidCells;
}
