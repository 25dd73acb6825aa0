using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>What came of the demo.</summary>
internal sealed record DemoResult
{
    private const double Precision = 1e-10;

    // Verdicts that punish a lie.
    private static readonly Verdict[] Lies = [Verdict.Wrong, Verdict.Copied, Verdict.Withheld, Verdict.Expelled];

    public required DemoPlan Plan { get; init; }

    public required JobState Job { get; init; }

    public required IReadOnlyList<DemoSeller> Sellers { get; init; }

    public required IVictim? Victim { get; init; }

    public required DemoBooks Books { get; init; }

    public required Amount Deposited { get; init; }

    public required IReadOnlyList<DemoGas> Gas { get; init; }

    public required DemoFit? Fit { get; init; }

    /// <summary>How far the sellers said at last that they were.</summary>
    public required TelemetryView Progress { get; init; }

    public required double SecondsToFirstSignature { get; init; }

    /// <summary>Cells that were paid, of groups × replication × checkpoints.</summary>
    public int PaidCells => Job.Tenures.Sum(tenure => tenure.PaidCells);

    /// <summary>Cells in all.</summary>
    public int Cells => Job.Terms.Ranks * Job.Terms.Checkpoints;

    /// <summary>Sellers that lost their place without a lie.</summary>
    public int Killed => Victim is DemoSeller victim && Job.TenureOf(victim.Account.Account)?.Verdict == Verdict.Missed ? 1 : 0;

    /// <summary>Replacements that were paid for work.</summary>
    public int Replaced => Job.Tenures.Count(tenure => tenure.Id >= Job.Terms.Ranks && tenure.PaidCells > 0);

    /// <summary>Sellers that lost collateral for a lie.</summary>
    public int Slashed => Job.Tenures.Count(tenure => Lies.Contains(tenure.Verdict));

    /// <summary>Whether all partitions delivered the same bytes, and these are the fit of all rows to ten digits.</summary>
    public bool IsRight => Fit is { MaxRelativeError: <= Precision } fit && fit.EqualResults == Job.Terms.Groups && fit.Rows[^1] == fit.DataRows;

    /// <summary>Whether the ledger adds up to the smallest unit.</summary>
    public bool IsConserved => Books.IsConserved(Job, Deposited);

    /// <summary>Whether a tenure is that of the cheat.</summary>
    public bool IsCheat(Tenure tenure) => SellerOf(tenure).Role == DemoRole.Cheat;

    /// <summary>Whose tenure it is.</summary>
    public DemoSeller SellerOf(Tenure tenure) => Sellers.Single(one => one.Account.Account == tenure.Seller);

    /// <summary>What is not as the plan says; empty if all is.</summary>
    /// <param name="leftovers">What is left of the run after its end.</param>
    public IReadOnlyList<string> Complaints(int leftovers)
    {
        IEnumerable<(bool IsSo, string Complaint)> checks =
        [
            (Job.Status != JobStatus.Completed, $"the job is {Job.Status}"),
            (!IsRight, Fit is null ? "there is no result" : $"the result is not right: relative error {Fit.MaxRelativeError}, {Fit.EqualResults} of {Job.Terms.Groups} partitions delivered the same, {Fit.Rows[^1]} rows"),
            (!IsConserved, "the books do not add up"),
            (Plan.Target != DemoTarget.None && Victim is null, "nobody was killed"),
            (Plan.Target == DemoTarget.Seller && Replaced != 1, $"{Replaced} replacements were paid, not 1"),
            (leftovers > 0, $"{leftovers} leftovers"),
        ];
        return [.. checks.Where(check => check.IsSo).Select(check => check.Complaint), .. Job.Tenures.Select(Complaint).OfType<string>()];
    }

    private string? Complaint(Tenure tenure)
    {
        var seller = SellerOf(tenure);
        var (verdicts, paid) = Expected(tenure, seller);
        return verdicts.Contains(tenure.Verdict) && tenure.PaidCells == paid
            ? null
            : $"{seller.Name} was paid for {tenure.PaidCells} checkpoints and left with {tenure.Verdict}; expected were {paid} and {string.Join(" or ", verdicts)}";
    }

    // Verdicts of a tenure that is over, or none of one that is not; and what it is paid for.
    private (Verdict[] Verdicts, int Paid) Expected(Tenure tenure, DemoSeller seller) =>
        seller.Role == DemoRole.Cheat ? (Lies, DemoPlan.CheatsAt - 1)
        : seller == Victim && Plan.Target == DemoTarget.Seller ? ([Verdict.Missed], 0)
        : ([Verdict.Undecided], Job.Terms.Checkpoints - tenure.FirstCheckpoint + 1);
}
