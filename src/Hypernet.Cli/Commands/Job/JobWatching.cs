using System.Globalization;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary>Follows a job to its end, one line an event.</summary>
internal static class JobWatching
{
    // What is longer is a list or a whole structure, such as the terms in JobPlaced.
    private const int LongestHash = 66;
    private const int LongestValue = 24;

    /// <summary>Follows a job to its end, and says on stderr how far its programs are meanwhile.</summary>
    /// <param name="context">Where that is said.</param>
    /// <param name="connection">The market.</param>
    /// <param name="job">The job.</param>
    /// <param name="show">Called at each moment.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <exception cref="CommandException">It did not complete.</exception>
    public static Task WatchAsync(CommandContext context, MarketConnection connection, Account job, Action<JobMoment> show, CancellationToken cancellationToken) =>
        JobProgressTeller.WhileAsync(
            context, connection.Market.Server, job.ToAddress().ToString(), () => FollowAsync(connection.Reader, job, show, cancellationToken), cancellationToken);

    /// <summary>A moment for people: time, state, event and its short arguments.</summary>
    public static string Line(JobMoment moment)
    {
        string progress = moment.State.Checkpoint == 0 ? "" : $"{moment.State.Checkpoint}/{moment.State.Terms.Checkpoints}";
        string state = $"{JobReason.Code(moment.State.Status.ToString()),-2} {progress,-5}";
        return moment.Event is { } happened
            ? $"{happened.Block.Time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {state}  {happened.Name,-20} {Arguments(happened)}".TrimEnd()
            : $"          {state}  (the chain took events back)";
    }

    private static async Task FollowAsync(MarketReader reader, Account job, Action<JobMoment> show, CancellationToken cancellationToken)
    {
        JobState? last = null;
        await foreach (var moment in reader.FollowAsync(job, cancellationToken: cancellationToken))
        {
            last = moment.State;
            show(moment);
        }

        if (last is { Status: not JobStatus.Completed } failed)
        {
            string why = failed.Status == JobStatus.Aborted ? $"{failed.Status}({failed.AbortReason})" : failed.Status.ToString();
            throw new CommandException(ExitCode.JobFailed, $"job {job.ToAddress()} is {why}", $"hypernet job cancel {job.ToAddress()} returns what it still holds");
        }
    }

    private static string Arguments(EventView happened) => string.Join(", ", happened.Arguments
        .Where(argument => argument.Value.Length <= LongestHash && !argument.Value.StartsWith('('))
        .Select(argument => $"{argument.Key} {Value(argument.Value)}"));

    private static string Value(string text) => text.StartsWith("0x", StringComparison.Ordinal) && text.Length > LongestValue ? Readable.Short(text) : text;
}
