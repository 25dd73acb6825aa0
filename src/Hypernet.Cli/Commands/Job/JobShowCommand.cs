using System.CommandLine;
using System.Text.Json;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job show</c>.</summary>
internal static class JobShowCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("show", "Show a job: its terms, sellers, groups and checkpoints, and money.")
            .With(JobOptions.Job)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = new HypernetClient(context.Settings.Api);
        string address = context.Get(JobOptions.Job).ToAddress().ToString();
        var details = await server.FindJobAsync(address, cancellationToken)
            ?? throw new CommandException(ExitCode.NotFound, $"the server {server.Server} knows of no job {address}", "hypernet job list");
        var buyer = (await server.AccountAsync(details.Job.Buyer, cancellationToken)).Buyer;
        var document = JsonSerializer.SerializeToNode(details, WireJson.Default.JobDetails)!.AsObject();
        document["buyerRecord"] = JsonSerializer.SerializeToNode(buyer, WireJson.Default.BuyerRecordView);
        context.Print(details.Job.Address, document, output => Print(output, details, buyer));
    }

    private static void Print(TextWriter output, JobDetails details, BuyerRecordView buyer)
    {
        PrintTerms(output, details.Job, buyer);
        PrintSellers(output, details.Sellers);
        PrintRounds(output, details);
        PrintMoney(output, details.Money);
    }

    private static void PrintTerms(TextWriter output, JobView job, BuyerRecordView buyer)
    {
        var terms = job.Terms;
        var needs = terms.Requirements;
        string state = job.Reason is null ? job.Status : $"{job.Status}({job.Reason})";
        output.WriteLine($"job        {job.Address}");
        output.WriteLine($"state      {state}, checkpoint {job.Checkpoint} of {terms.Checkpoints}");
        if (job.Termination is { } termination)
        {
            output.WriteLine($"terminate  announced by its buyer at {Readable.Time(termination.AnnouncedAt)}; {Ending(job, termination)}");
        }

        output.WriteLine($"buyer      {job.Buyer}; of its jobs {buyer.Completed} completed, {buyer.Cancelled} cancelled, {buyer.Terminated} terminated, {buyer.Aborted} aborted");
        output.WriteLine($"placed     {Readable.Time(job.Placed.Time)}, block {job.Placed.Number}");
        output.WriteLine($"program    {job.SpecHash} at {job.ManifestUri}");
        output.WriteLine($"groups     {Readable.Count(terms.Groups, "group")} of {terms.Replication}, quorum {terms.Quorum}; {terms.OnLoss.ToLowerInvariant()} on loss");
        output.WriteLine($"price      {Readable.Hyt(Readable.Units(terms.UnitPrice))} for a checkpoint of a seller, collateral {Readable.Hyt(Readable.Units(terms.UnitCollateral))}");
        output.WriteLine($"windows    work {terms.WorkSeconds} s, reveal {terms.RevealSeconds} s, recruit {terms.RecruitSeconds} s; sign until {Readable.Time(terms.SignDeadline)}{(terms.AuctionEnd is { } end ? $", underbid until {Readable.Time(end)}" : "")}");
        output.WriteLine($"needs      {Readable.Count(needs.Cpus, "CPU")}, {needs.MemoryMiB} MiB memory, {needs.StorageMiB} MiB storage, {needs.UpKbps} kbit/s up, {needs.DownKbps} kbit/s down");
    }

    private static string Ending(JobView job, TerminationView termination) => termination switch
    {
        { HasEndedJob: true } when job.Status == nameof(JobStatus.Aborted) => "it ended the job while that was frozen",
        { HasEndedJob: true } => $"it ended the job after checkpoint {job.Checkpoint}",
        _ when job.Status is nameof(JobStatus.Running) or nameof(JobStatus.Frozen) => $"the checkpoint in work at {Readable.Time(termination.From)} is the last one",
        _ => "the job had ended otherwise before",
    };

    private static void PrintSellers(TextWriter output, IReadOnlyList<JobSellerView> sellers)
    {
        output.WriteLine($"{Environment.NewLine}sellers    {sellers.Count}");
        if (sellers.Count == 0)
        {
            return;
        }

        var table = new TextTable("TENURE", "RANK", "GROUP", "SELLER", "ASK", "FROM", "CELLS", "PAID", "LOCKED", "FORFEITED", "VERDICT");
        foreach (var seller in sellers)
        {
            table.Add(
                $"{seller.Tenure}",
                $"{seller.Rank}",
                $"{seller.Group}",
                seller.Seller,
                Readable.Units(seller.Ask).ToString(),
                $"{seller.FirstCheckpoint}",
                $"{seller.CellsSettled}",
                Readable.Units(seller.Paid).ToString(),
                Readable.Units(seller.Locked).ToString(),
                Readable.Units(seller.Forfeited).ToString(),
                seller.Verdict is null ? "" : $"{seller.Verdict} at {seller.LastCheckpoint}");
        }

        table.Write(output, "  ");
    }

    private static void PrintRounds(TextWriter output, JobDetails details)
    {
        if (details.Rounds.Count == 0)
        {
            return;
        }

        output.WriteLine($"{Environment.NewLine}checkpoints");
        var checkpoints = Enumerable.Range(1, details.Rounds.Max(round => round.Checkpoint)).ToList();
        var table = new TextTable(["GROUP", .. checkpoints.Select(checkpoint => $"{checkpoint}")]);
        foreach (var group in details.Rounds.GroupBy(round => round.Group).OrderBy(group => group.Key))
        {
            table.Add([$"{group.Key}", .. checkpoints.Select(checkpoint => Round(group.LastOrDefault(round => round.Checkpoint == checkpoint)))]);
        }

        table.Write(output, "  ");
    }

    private static string Round(RoundView? round) => round switch
    {
        null => "",
        { Digest: { } digest } => Readable.Short(digest),
        { Phase: nameof(RoundPhase.Commit) } => $"Commit({round.Replicas.Count(replica => replica.HasCommitted)}/{round.Replicas.Count(replica => replica.Verdict == nameof(Verdict.Undecided))})",
        { Phase: nameof(RoundPhase.Reveal) } => $"Reveal({round.Replicas.Count(replica => replica.HasRevealed)}/{round.Replicas.Count})",
        _ => round.Phase,
    };

    private static void PrintMoney(TextWriter output, MoneyView money)
    {
        output.WriteLine($"{Environment.NewLine}money, in HYT");
        var table = new TextTable("IN", "", "OUT", "");
        table.Add("escrow", Hyt(money.Funded), "paid to sellers", Hyt(money.Paid));
        table.Add("collateral", Hyt(money.Locked), "fees", Hyt(money.Fees));
        table.Add("", "", "collateral back", Hyt(money.Released));
        table.Add("", "", "forfeited", Hyt(money.Forfeited));
        table.Add("", "", "compensation", Hyt(money.Compensated));
        table.Add("", "", "back to the buyer", Hyt(money.Refunded));
        table.Add("", "", "still held", Hyt(money.Held));
        table.Write(output, "  ");
    }

    private static string Hyt(string units) => Readable.Units(units).ToString();
}
