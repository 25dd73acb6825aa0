using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>What came of the demo.</summary>
internal sealed record DemoResult
{
    /// <summary>Verdicts that punish a lie.</summary>
    private static readonly Verdict[] Lies = [Verdict.Wrong, Verdict.Copied, Verdict.Withheld, Verdict.Expelled];

    public required JobState Job { get; init; }

    public required IReadOnlyList<EventView> Events { get; init; }

    public required IReadOnlyList<DemoSeller> Sellers { get; init; }

    public required DemoSeller? Victim { get; init; }

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
    public int Killed => Victim is { } victim && Job.TenureOf(victim.Account.Account)?.Verdict == Verdict.Missed ? 1 : 0;

    /// <summary>Replacements that were paid for work.</summary>
    public int Replaced => Job.Tenures.Count(tenure => tenure.Id >= Job.Terms.Ranks && tenure.PaidCells > 0);

    /// <summary>Sellers that lost collateral for a lie.</summary>
    public int Slashed => Job.Tenures.Count(tenure => Lies.Contains(tenure.Verdict));

    /// <summary>Whether the ledger adds up to the smallest unit.</summary>
    public bool IsConserved => Books.IsConserved(Job, Deposited);
}
