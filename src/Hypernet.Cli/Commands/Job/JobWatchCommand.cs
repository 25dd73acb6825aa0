using System.CommandLine;
using System.Text.Json;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job watch</c>.</summary>
internal static class JobWatchCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("watch", "Follow a job until it has ended, one line an event, and on stderr how far its sellers say they are; exit code 9 unless it is complete.")
            .With(JobOptions.Job)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await MarketConnection.OpenAsync(context, cancellationToken);
        await connection.Market.EnsureServerAsync(cancellationToken);
        await JobWatching.WatchAsync(context, connection, context.Get(JobOptions.Job), moment => Show(context, moment), cancellationToken);
    }

    private static void Show(CommandContext context, JobMoment moment)
    {
        if (context.IsQuiet)
        {
            return;
        }

        if (!context.IsJson)
        {
            context.Output.WriteLine(JobWatching.Line(moment));
        }
        else if (moment.Event is { } happened)
        {
            // A stream has no end to wait for: one document a line.
            context.Output.WriteLine(JsonSerializer.Serialize(happened, WireJson.Default.EventView));
        }
    }
}
