namespace Hypernet.Indexer;

/// <summary>A node's answers do not belong together: it is mid-way through a reorg, behind, or broken. Asking again helps.</summary>
public sealed class InconsistentNodeException : IndexerException
{
    internal InconsistentNodeException(string fault)
        : base($"The node contradicts itself: {fault}.") => Fault = fault;

    /// <summary>What does not fit.</summary>
    public string Fault { get; }
}
