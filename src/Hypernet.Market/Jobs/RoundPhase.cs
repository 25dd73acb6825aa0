namespace Hypernet.Market;

/// <summary>Where a group stands in the commit and reveal of its checkpoint.</summary>
public enum RoundPhase
{
    /// <summary>Commitments are taken.</summary>
    Commit = 0,

    /// <summary>Commits are closed; tags and seals are revealed, and the digest is opened.</summary>
    Reveal = 1,

    /// <summary>The group has settled this checkpoint and waits for the others.</summary>
    Settled = 2,
}
