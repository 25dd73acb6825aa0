using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job list</c>.</summary>
internal static class JobListCommand
{
    private static readonly Option<JobStatus?> State = new("--state")
    {
        Description = "Only jobs in this state: open, filled, running, frozen, completed, cancelled or aborted.",
        HelpName = "state",
        CustomParser = result => ParseState(result),
    };

    private static readonly Option<bool> Mine = new("--mine")
    {
        Description = "Only jobs that the wallet has placed.",
    };

    private static readonly Option<int> Limit = ListLimit.Of("jobs listed, the newest first");

    public static Command Create(CommandStreams streams)
    {
        return new Command("list", "List jobs, the newest first, and what each waits for.")
            .With(State, Mine, Limit)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = new HypernetClient(context.Settings.Api);
        var query = new JobQuery
        {
            State = context.Get(State)?.ToString(),
            Buyer = context.Get(Mine) ? context.Settings.WalletAddress.ToString() : null,
        };
        var now = context.Time.GetUtcNow();
        var jobs = new List<(JobView Job, string Reason)>();
        await foreach (var job in server.JobsAsync(query, cancellationToken).Take(context.Get(Limit)).WithCancellation(cancellationToken))
        {
            jobs.Add((job, await ReasonAsync(server, job, now, cancellationToken)));
        }

        context.Print(
            string.Join('\n', jobs.Select(listed => listed.Job.Address)),
            new JsonObject { ["jobs"] = new JsonArray([.. jobs.Select(listed => (JsonNode)Document(listed.Job, listed.Reason))]) },
            output => Print(output, jobs));
    }

    private static async Task<string> ReasonAsync(HypernetClient server, JobView job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool isUnderWay = job is { Status: nameof(JobStatus.Running) or nameof(JobStatus.Frozen), Fault: null };
        var state = isUnderWay ? await server.JobStateAsync(Account.Parse(job.Address), cancellationToken) : null;
        return state is { IsUnderWay: true } ? JobReason.Of(state, now) : JobReason.Of(job, now);
    }

    private static JobStatus? ParseState(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        var known = Enum.GetValues<JobStatus>();
        int found = Array.FindIndex(known, state =>
            text.Equals(state.ToString(), StringComparison.OrdinalIgnoreCase) || text.Equals(JobReason.Code(state.ToString()), StringComparison.OrdinalIgnoreCase));
        if (found >= 0)
        {
            return known[found];
        }

        result.AddError($"\"{text}\" is no state of a job: write {string.Join(", ", known.Select(state => state.ToString().ToLowerInvariant()))}.");
        return null;
    }

    private static JsonObject Document(JobView job, string reason)
    {
        var document = JsonSerializer.SerializeToNode(job, WireJson.Default.JobView)!.AsObject();
        document["waitsFor"] = reason;
        return document;
    }

    private static void Print(TextWriter output, List<(JobView Job, string Reason)> jobs)
    {
        if (jobs.Count == 0)
        {
            output.WriteLine("no jobs; place one: hypernet job submit job.yaml");
            return;
        }

        var table = new TextTable("JOB", "STATE", "SELLERS", "CHECKPOINT", "PRICE", "PLACED", "REASON");
        foreach (var (job, reason) in jobs)
        {
            table.Add(
                job.Address,
                JobReason.Code(job.Status),
                $"{job.Sellers}/{job.Terms.Groups * job.Terms.Replication}",
                $"{job.Checkpoint}/{job.Terms.Checkpoints}",
                Readable.Units(job.Terms.UnitPrice).ToString(),
                Readable.Time(job.Placed.Time),
                reason);
        }

        table.Write(output);
    }
}
