using Hypernet.Client;

namespace Hypernet.Cli.Commands.Job;

/// <summary>Says beside the events of a job how far its programs are. It is an extra: what it cannot learn it does not say.</summary>
internal static class JobProgressTeller
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Does something, and says meanwhile how far the job is, in a line each time that has changed.</summary>
    /// <param name="context">Where it is said.</param>
    /// <param name="server">Who tells.</param>
    /// <param name="job">The job's address.</param>
    /// <param name="workAsync">What is done meanwhile.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public static async Task WhileAsync(CommandContext context, HypernetClient server, string job, Func<Task> workAsync, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = context.IsQuiet || context.IsJson ? Task.CompletedTask : TellAsync(context, server, job, stop.Token);
        try
        {
            await workAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await telling;
        }
    }

    private static async Task TellAsync(CommandContext context, HypernetClient server, string job, CancellationToken cancellationToken)
    {
        string? said = null;
        long saidAt = 0;
        try
        {
            await foreach (var view in server.TelemetryAsync(job, cancellationToken))
            {
                bool isDue = said is null || context.Time.GetElapsedTime(saidAt) >= Pace;
                if (isDue && JobProgress.Line(view) is { } line && line != said)
                {
                    await context.Talk.WriteLineAsync($"{line} ({JobProgress.Age(view)})");
                    (said, saidAt) = (line, context.Time.GetTimestamp());
                }
            }
        }
        catch (Exception over) when (over is ApiException or OperationCanceledException)
        {
            // The job has ended, or its events say what is wrong with the server.
        }
    }
}
