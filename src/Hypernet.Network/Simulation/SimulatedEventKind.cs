namespace Hypernet.Network.Simulation;

/// <summary>What a step of a simulation was.</summary>
public enum SimulatedEventKind
{
    /// <summary>A frame was given to its receiver's handler.</summary>
    Delivered,

    /// <summary>A frame or an acknowledgment reached a peer and was not reported: it came before, or too early, or to a peer that is gone.</summary>
    Arrived,

    /// <summary>A timer fired.</summary>
    Timer,

    /// <summary>A loss was reported.</summary>
    Lost,

    /// <summary>A link was reported as restored.</summary>
    Restored,

    /// <summary>Another process was reported to have the place of a peer, and the former's loss if that had not been.</summary>
    Renewed,
}
