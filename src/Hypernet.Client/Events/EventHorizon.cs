namespace Hypernet.Client;

/// <summary>How close to the chain's head a stream of events comes.</summary>
public enum EventHorizon
{
    /// <summary>Everything at once; blocks may be reverted, and the stream says so.</summary>
    Latest,

    /// <summary>Events of final blocks only; nothing is ever reverted.</summary>
    Finalized,
}
