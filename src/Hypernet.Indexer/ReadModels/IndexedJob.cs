using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Everything that the events of one job tell.</summary>
/// <param name="Summary">The job as a list shows it.</param>
/// <param name="State">The fold of its events; its money is in <see cref="JobState.Money"/>.</param>
/// <param name="Rounds">Its rounds, by checkpoint, then group, then attempt.</param>
/// <param name="Position">The ledger's position of its last event.</param>
public sealed record IndexedJob(JobSummary Summary, JobState State, IReadOnlyList<JobRound> Rounds, long Position);
