namespace Hypernet.Indexer.Projections;

/// <summary>What an event did to its job.</summary>
/// <param name="Before">The job before it; null before its placement.</param>
/// <param name="After">The job after it.</param>
internal sealed record JobChange(JobFold? Before, JobFold After);
