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

    [LoggerMessage(3015, LogLevel.Information, "Job {Job}: listens at {Listening}; other sellers are told \"{Endpoints}\".")]
    public static partial void Listens(this ILogger log, string job, string listening, string endpoints);

    [LoggerMessage(3016, LogLevel.Warning, "Job {Job}: port {Port} cannot be listened on, another one is: {Fault}")]
    public static partial void PortTaken(this ILogger log, string job, int port, string fault);

    [LoggerMessage(3017, LogLevel.Information, "Job {Job}: run {Run}: rank {Rank} computes with {Others} others, as partition {Partition} of {Partitions}.")]
    public static partial void Entered(this ILogger log, string job, int run, int rank, int others, int partition, int partitions);

    [LoggerMessage(3018, LogLevel.Information, "Job {Job}: partition {Partition} waits in {Call} for {Others}.")]
    public static partial void Waits(this ILogger log, string job, int partition, string call, string others);

    [LoggerMessage(3019, LogLevel.Information, "Job {Job}: ranks {Ranks} compute together from now on.")]
    public static partial void MembersChanged(this ILogger log, string job, string ranks);

    [LoggerMessage(3020, LogLevel.Warning, "Job {Job}: goes on without rank {Rank}, which broke a rule: {Rule}")]
    public static partial void RuleBroken(this ILogger log, string job, int rank, string rule);

    [LoggerMessage(3021, LogLevel.Warning, "Job {Job}: no connection with {Whom}: {Reason}. It is tried again, and not told again.")]
    public static partial void NoConnection(this ILogger log, string job, string whom, string reason);

    [LoggerMessage(3022, LogLevel.Information, "Job {Job}: rank {Rank} has {Tenant}.")]
    public static partial void SeatChanged(this ILogger log, string job, int rank, string tenant);

    [LoggerMessage(3023, LogLevel.Warning, "Job {Job}: the program is held up, for its calls cannot be answered: {Reason}")]
    public static partial void HeldUp(this ILogger log, string job, string reason);

    [LoggerMessage(3024, LogLevel.Information, "Job {Job}: run {Run}: rank {Rank} waits for the others to let it in, since {Reason}. A quorum of each partition has to be there.")]
    public static partial void ComesBack(this ILogger log, string job, int run, int rank, string reason);

    [LoggerMessage(3025, LogLevel.Warning, "Job {Job}: run {Run}: calls will not be answered, since {Reason}.")]
    public static partial void StaysOut(this ILogger log, string job, int run, string reason);

    [LoggerMessage(3026, LogLevel.Information, "Job {Job}: the program of rank {Rank} is stopped, to begin again from checkpoint {Checkpoint}: {Reason}.")]
    public static partial void BeginsAgain(this ILogger log, string job, int rank, int checkpoint, string reason);

    [LoggerMessage(3027, LogLevel.Warning, "Job {Job}: rank {Rank} commits to nothing, for the audit of its interval has not passed: {Finding}")]
    public static partial void AuditNotPassed(this ILogger log, string job, int rank, string finding);

    [LoggerMessage(3028, LogLevel.Warning, "Job {Job}: rank {Rank} stands up for the expulsion of rank {Accused}, seller {Seller}.")]
    public static partial void Accuses(this ILogger log, string job, int rank, int accused, string seller);

    [LoggerMessage(3029, LogLevel.Warning, "Job {Job}: rank {Rank} commits to nothing and is held up until the round or the run begins anew, for {Advice}.")]
    public static partial void NeverAsked(this ILogger log, string job, int rank, string advice);

    [LoggerMessage(3030, LogLevel.Information, "Job {Job}: rank {Rank} goes on from checkpoint {Checkpoint}, whose state came from {Source}.")]
    public static partial void StateFound(this ILogger log, string job, int rank, int checkpoint, string source);

    [LoggerMessage(3031, LogLevel.Warning, "Job {Job}: rank {Rank} waits for the state of checkpoint {Checkpoint}: {Obstacle}. It asks again after each block.")]
    public static partial void StateAwaited(this ILogger log, string job, int rank, int checkpoint, string obstacle);

    [LoggerMessage(3032, LogLevel.Information, "Job {Job}: checkpoint {Checkpoint} of group {Group} is kept here, too; rank {Giver} gave it.")]
    public static partial void Keeps(this ILogger log, string job, int checkpoint, int group, int giver);

    [LoggerMessage(3033, LogLevel.Information, "Job {Job}: the own checkpoint {Checkpoint} is kept by rank {Keeper}, too.")]
    public static partial void KeptElsewhere(this ILogger log, string job, int checkpoint, int keeper);

    [LoggerMessage(3034, LogLevel.Warning, "Job {Job}: nothing is kept of what rank {Giver} offers, which {Fault}.")]
    public static partial void NotKept(this ILogger log, string job, int giver, string fault);
}
