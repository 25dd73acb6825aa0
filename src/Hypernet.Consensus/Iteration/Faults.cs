namespace Hypernet.Consensus;

/// <summary>What can befall an iteration. A protocol tolerates a fault if it still agrees on the right number.</summary>
[Flags]
public enum Faults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Messages are lost.</summary>
    Loss = 1,

    /// <summary>Messages are late by different numbers of iterations.</summary>
    Delay = 2,

    /// <summary>A rank goes before the end.</summary>
    Dropout = 4,

    /// <summary>Ranks send to others than they receive from, to as many.</summary>
    OneWayLinks = 8,
}
