namespace Hypernet.Consensus;

/// <summary>What an operation does with the contributions. The numbers stand in descriptors.</summary>
public enum OperationKind : byte
{
    /// <summary>Everybody receives the reduction of all contributions.</summary>
    AllReduce = 1,

    /// <summary>The root receives the reduction of all contributions.</summary>
    Reduce = 2,

    /// <summary>Everybody receives the root's contribution.</summary>
    Broadcast = 3,

    /// <summary>The root receives every contribution, by rank.</summary>
    Gather = 4,

    /// <summary>Everybody receives every contribution, by rank.</summary>
    AllGather = 5,

    /// <summary>Each rank receives its own part of the root's contribution.</summary>
    Scatter = 6,

    /// <summary>Nobody goes on before everybody has called.</summary>
    Barrier = 7,

    /// <summary>Each rank receives the contributions of its in-neighbors.</summary>
    Exchange = 8,
}
