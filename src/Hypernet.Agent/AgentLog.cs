using Microsoft.Extensions.Logging;

namespace Hypernet.Agent;

/// <summary>What an agent says; numbers 3000 to 3999.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(3000, LogLevel.Information, "Seller {Seller} follows {Server}; its sandbox has {Fence}.")]
    public static partial void Following(this ILogger log, string seller, Uri server, string fence);

    [LoggerMessage(3001, LogLevel.Warning, "The chain cannot be read: {Fault}")]
    public static partial void ChainUnreadable(this ILogger log, string fault);

    [LoggerMessage(3002, LogLevel.Information, "Job {Job}: not taken: {Reason}.")]
    public static partial void Refused(this ILogger log, string job, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Job {Job}: {Duty}, transaction {Transaction} in block {Block}.")]
    public static partial void Done(this ILogger log, string job, string duty, string transaction, ulong block);

    [LoggerMessage(3004, LogLevel.Debug, "Job {Job}: {Duty} is not possible now, {Error}.")]
    public static partial void NotPossible(this ILogger log, string job, string duty, string error);

    [LoggerMessage(3005, LogLevel.Information, "Job {Job}: rank {Rank} starts its program from checkpoint {Checkpoint}.")]
    public static partial void ProgramStarts(this ILogger log, string job, int rank, int checkpoint);

    [LoggerMessage(3006, LogLevel.Information, "Job {Job}: rank {Rank} reached checkpoint {Checkpoint}, digest {Digest}.")]
    public static partial void CheckpointReached(this ILogger log, string job, int rank, int checkpoint, string digest);

    [LoggerMessage(3007, LogLevel.Information, "Job {Job}: the program of rank {Rank} {End}. {Errors}")]
    public static partial void ProgramEnded(this ILogger log, string job, int rank, string end, string errors);

    [LoggerMessage(3008, LogLevel.Warning, "Job {Job}: {What} failed and is tried again: {Fault}")]
    public static partial void TriedAgain(this ILogger log, string job, string what, string fault);

    [LoggerMessage(3009, LogLevel.Information, "Job {Job} has ended: {Status}.")]
    public static partial void JobEnded(this ILogger log, string job, string status);

    [LoggerMessage(3010, LogLevel.Information, "Job {Job}: program says: {Line}")]
    public static partial void ProgramSays(this ILogger log, string job, string line);

    [LoggerMessage(3011, LogLevel.Error, "Job {Job} is left alone, for its events contradict each other: {Fault}")]
    public static partial void HistoryBroken(this ILogger log, string job, string fault);

    [LoggerMessage(3012, LogLevel.Warning, "Job {Job}: {What} failed for good: {Fault}")]
    public static partial void GivenUp(this ILogger log, string job, string what, string fault);

    [LoggerMessage(3013, LogLevel.Warning, "Job {Job}: the progress of rank {Rank} could not be reported; it is tried again, and not told again: {Fault}")]
    public static partial void ReportFailed(this ILogger log, string job, int rank, string fault);

    [LoggerMessage(3014, LogLevel.Information, "Job {Job}: of the reports on the progress of rank {Rank}, {Delivered} were delivered and {Failed} were not.")]
    public static partial void ReportsMissed(this ILogger log, string job, int rank, int delivered, int failed);
}
