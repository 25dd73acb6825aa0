namespace Hypernet.Consensus;

/// <summary>What a rank's dropout means to an operation. The numbers stand in descriptors.</summary>
public enum OnLoss : byte
{
    /// <summary>The result is that of the contributions that were made; it says whose.</summary>
    Survivors = 0,

    /// <summary>A missing contribution is a <see cref="RankLostException"/> at every rank.</summary>
    Strict = 1,
}
