namespace Hypernet.Market;

/// <summary>An event cannot have happened to the job in the state it is in: events are missing, doubled, or not a job's.</summary>
public sealed class JobHistoryException : MarketException
{
    internal JobHistoryException(JobEvent happened, string problem, Exception? inner = null)
        : base($"{happened.Name} does not follow: {problem}. Read the job's events again from JobPlaced.", inner) => Happened = happened;

    /// <summary>The event that does not follow.</summary>
    public JobEvent Happened { get; }
}
