namespace Hypernet.Consensus.Audit;

/// <summary>What its mates' seals say of one replica.</summary>
internal enum SealVerdict
{
    /// <summary>Nothing yet.</summary>
    Undecided,

    /// <summary>It is one of a quorum of equal ones.</summary>
    Agrees,

    /// <summary>A quorum sealed something else.</summary>
    Minority,

    /// <summary>It gave two seals: whoever has both can show it.</summary>
    Contradictory,
}
