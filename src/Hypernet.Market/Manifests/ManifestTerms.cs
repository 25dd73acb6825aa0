namespace Hypernet.Market;

/// <summary>What <c>job submit</c> offers unless told otherwise; what stands on chain counts.</summary>
/// <param name="UnitPrice">The most the buyer pays one seller for one checkpoint.</param>
/// <param name="UnitCollateral">What a seller locks per checkpoint. Range: a tenth to ten times the unit price. Default: the unit price.</param>
/// <param name="Groups">Groups, and so partitions. Range: 1–256. Default: 1.</param>
/// <param name="Replication">Ranks per group. Range: 1–16. Default: 3.</param>
/// <param name="Quorum">Equal digests that settle. Range: more than half of the replication, up to all. Default: the least.</param>
/// <param name="OnLoss">What becomes of the job when a round ends without a quorum. Default: restart.</param>
/// <param name="Windows">How long its steps may take.</param>
/// <param name="Requirements">The least machine per rank.</param>
public sealed record ManifestTerms(
    Amount UnitPrice,
    Amount UnitCollateral,
    int Groups,
    int Replication,
    int Quorum,
    LossPolicy OnLoss,
    JobWindows Windows,
    Requirements Requirements)
{
    /// <summary>Ranks of the job: groups × replication.</summary>
    public int Ranks => Groups * Replication;
}
