using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Contracts;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job result</c>.</summary>
internal static class JobResultCommand
{
    private static readonly Option<string> Folder = new("--output-dir")
    {
        Description = "Where the files group-0.result, group-1.result, … go.",
        HelpName = "folder",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<bool> Partial = new("--partial")
    {
        Description = "Take the last settled results of a job that is not complete.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("result", "Fetch what a job delivered, verified from the digest on chain down.")
            .With(JobOptions.Job, Folder, Partial)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await MarketConnection.OpenAsync(context, cancellationToken);
        await connection.Market.EnsureServerAsync(cancellationToken);
        var job = context.Get(JobOptions.Job);
        var options = new ResultOptions { AcceptsPartial = context.Get(Partial) };
        var results = await connection.Reader.FetchResultsAsync(job, context.Get(Folder)!, options, cancellationToken);
        context.Print(
            string.Join('\n', results.Select(result => result.Path)),
            new JsonObject
            {
                ["job"] = job.ToAddress().ToString(),
                ["results"] = new JsonArray([.. results.Select(result => (JsonNode)Document(result))]),
            },
            output => Print(output, results));
    }

    private static JsonObject Document(GroupResult result) => new JsonObject
    {
        ["group"] = result.Group,
        ["checkpoint"] = result.Checkpoint,
        ["digest"] = result.Digest.ToString(),
        ["sha256"] = result.Sha256.ToString()[2..],
        ["bytes"] = result.Bytes,
        ["path"] = Path.GetFullPath(result.Path),
    };

    private static void Print(TextWriter output, IReadOnlyList<GroupResult> results)
    {
        var table = new TextTable("GROUP", "CHECKPOINT", "SIZE", "SHA-256", "FILE");
        foreach (var result in results)
        {
            table.Add($"{result.Group}", $"{result.Checkpoint}", Readable.Size(result.Bytes), result.Sha256.ToString()[2..], result.Path);
        }

        table.Write(output);
    }
}
