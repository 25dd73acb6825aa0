using System.CommandLine;
using System.Text.Json;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job progress</c>.</summary>
internal static class JobProgressCommand
{
    // To the upper left, and away with what was there.
    private const string Clear = "\e[H\e[J";

    private static readonly Option<bool> Watch = new("--watch")
    {
        Description = "Show it again whenever it changes, until the job has ended; exit code 9 unless it is complete.",
    };

    private static readonly Option<bool> Lines = new("--lines")
    {
        Description = "Show the last line that a program of each partition has logged or written to standard error.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command(
            "progress",
            "Show how far each partition of a job is, as its sellers report it: nobody verifies that before a checkpoint is settled. "
            + "Done and total are in the program's own unit; a partition stands where the replica in the middle does.")
            .With(JobOptions.Job, Watch, Lines, GlobalOptions.Json)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = new HypernetClient(context.Settings.Api);
        string address = context.Get(JobOptions.Job).ToAddress().ToString();
        var view = await server.FindTelemetryAsync(address, cancellationToken: cancellationToken)
            ?? throw new CommandException(ExitCode.NotFound, $"the server {server.Server} knows of no job {address}", "hypernet job list");
        if (context.Get(Watch))
        {
            await WatchAsync(context, server, address, cancellationToken);
            return;
        }

        context.Print(
            address,
            JsonSerializer.SerializeToNode(view, WireJson.Default.TelemetryView)!.AsObject(),
            output => JobProgress.Print(output, view, context.Get(Lines)));
    }

    private static async Task WatchAsync(CommandContext context, HypernetClient server, string job, CancellationToken cancellationToken)
    {
        await foreach (var view in server.TelemetryAsync(job, cancellationToken))
        {
            Show(context, view);
            if (view.Status == nameof(JobStatus.Completed))
            {
                return;
            }

            if (view.Status is nameof(JobStatus.Aborted) or nameof(JobStatus.Cancelled))
            {
                throw new CommandException(ExitCode.JobFailed, $"job {job} is {view.Status}", $"hypernet job show {job}");
            }
        }
    }

    private static void Show(CommandContext context, TelemetryView view)
    {
        if (context.IsQuiet)
        {
            return;
        }

        if (context.IsJson)
        {
            // A stream has no end to wait for: one document a line.
            context.Output.WriteLine(JsonSerializer.Serialize(view, WireJson.Default.TelemetryView));
            return;
        }

        context.Output.Write(Console.IsOutputRedirected ? "" : Clear);
        JobProgress.Print(context.Output, view, context.Get(Lines));
    }
}
