using Hypernet.Client;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;
using Hypernet.Server.Events;

namespace Hypernet.Server.Jobs;

/// <summary>Jobs as the API shows them.</summary>
internal static class JobViews
{
    internal static JobView Of(JobSummary job) => new()
    {
        Address = Accounts.Checksum(job.Job),
        Buyer = Accounts.Checksum(job.Buyer),
        Implementation = Accounts.Checksum(job.Implementation),
        IsListed = job.IsListed,
        Status = job.Status.ToString(),
        Reason = job.IsTerminated ? nameof(AbortReason.Terminated) : job.AbortReason == AbortReason.None ? null : job.AbortReason.ToString(),
        Termination = job.AnnouncedAt is { } announced ? TerminationOf(job, announced) : null,
        SpecHash = job.Terms.SpecHash.ToString()[2..],
        ManifestUri = job.ManifestUri,
        Libraries = [.. job.Libraries.Select(library => library.ToString())],
        Terms = Of(job.Terms),
        Sellers = job.Seated,
        Checkpoint = job.Checkpoint,
        CellsSettled = job.SettledCells,
        Placed = EventPresenter.Present(job.Placed),
        Fault = job.Fault,
    };

    internal static JobDetails Of(IndexedJob job) => new()
    {
        Job = Of(job.Summary),
        Rounds = [.. job.Rounds.Select(Of)],
        Sellers = [.. job.State.Tenures.Select(tenure => Of(tenure, job.State))],
        Money = Of(job.State.Money),
        Position = job.Position,
    };

    // Only the buyer can announce it.
    private static TerminationView TerminationOf(JobSummary job, DateTimeOffset announced) => new()
    {
        By = Accounts.Checksum(job.Buyer),
        AnnouncedAt = announced,
        From = announced + job.Terms.Work,
        HasEndedJob = job.IsTerminated,
    };

    private static TermsView Of(Terms terms) => new()
    {
        UnitPrice = Amounts.Text(terms.UnitPrice),
        UnitCollateral = Amounts.Text(terms.UnitCollateral),
        Groups = terms.Groups,
        Replication = terms.Replication,
        Quorum = terms.Quorum,
        Checkpoints = terms.Checkpoints,
        WorkSeconds = (long)terms.Work.TotalSeconds,
        RevealSeconds = (long)terms.Reveal.TotalSeconds,
        RecruitSeconds = (long)terms.Recruit.TotalSeconds,
        SignDeadline = terms.SignDeadline,
        AuctionEnd = terms.AuctionEnd,
        OnLoss = terms.OnLoss.ToString(),
        Requirements = new RequirementsView
        {
            Cpus = terms.Requirements.Cpus,
            MemoryMiB = terms.Requirements.MemoryMiB,
            StorageMiB = terms.Requirements.StorageMiB,
            UpKbps = terms.Requirements.UpKbps,
            DownKbps = terms.Requirements.DownKbps,
            Architecture = terms.Requirements.Architecture.ToString(),
        },
    };

    private static RoundView Of(JobRound round) => new()
    {
        Checkpoint = round.Checkpoint,
        Group = round.Group,
        Attempt = round.Attempt,
        Phase = round.Phase.ToString(),
        Digest = round.Digest?.ToString(),
        Replicas =
        [
            .. round.Replicas.Select(replica => new ReplicaView
            {
                Rank = replica.Rank,
                Seller = Accounts.Checksum(replica.Seller),
                HasCommitted = replica.HasCommitted,
                HasRevealed = replica.HasRevealed,
                Verdict = replica.Verdict.ToString(),
            }),
        ],
    };

    private static JobSellerView Of(Tenure tenure, JobState job)
    {
        bool isDrawn = job.Groups.Count > 0;
        Amount unit = job.Terms.UnitCollateral;
        return new JobSellerView
        {
            Seller = Accounts.Checksum(tenure.Seller),
            AgentKey = Accounts.Checksum(tenure.AgentKey),
            Beneficiary = Accounts.Checksum(tenure.Beneficiary),
            Ask = Amounts.Text(tenure.Ask),
            Endpoint = tenure.Endpoint,
            Tenure = tenure.Id,
            Rank = isDrawn ? tenure.Rank : null,
            Group = isDrawn ? job.GroupOf(tenure.Rank) : null,
            FirstCheckpoint = tenure.FirstCheckpoint,
            LastCheckpoint = tenure.LastCheckpoint,
            Verdict = tenure.Verdict == Verdict.Undecided ? null : tenure.Verdict.ToString(),
            CellsSettled = tenure.SettledCells,
            Paid = Amounts.Text(tenure.Earned),
            Locked = Amounts.Text(unit * (UInt128)(tenure.LockedCells - tenure.ReleasedCells - tenure.ForfeitedCells)),
            Released = Amounts.Text(unit * (UInt128)tenure.ReleasedCells),
            Forfeited = Amounts.Text(unit * (UInt128)tenure.ForfeitedCells),
        };
    }

    private static MoneyView Of(JobMoney money) => new()
    {
        Funded = Amounts.Text(money.Funded),
        Locked = Amounts.Text(money.Locked),
        Paid = Amounts.Text(money.Earned),
        Fees = Amounts.Text(money.Fees),
        Released = Amounts.Text(money.Released),
        Forfeited = Amounts.Text(money.Forfeited),
        Compensated = Amounts.Text(money.Compensated),
        Refunded = Amounts.Text(money.Refunded),
        Held = Amounts.Text(money.Balance),
    };
}
