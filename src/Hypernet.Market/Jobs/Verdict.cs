namespace Hypernet.Market;

/// <summary>A replica's outcome at a checkpoint (contracts.md §5). Numbers as in the contracts.</summary>
public enum Verdict
{
    /// <summary>Not judged.</summary>
    Undecided = 0,

    /// <summary>The tag of the quorum, with a right seal: paid.</summary>
    Honest = 1,

    /// <summary>Another tag than the quorum's: loses all remaining collateral.</summary>
    Wrong = 2,

    /// <summary>The quorum's tag with a wrong seal: loses all remaining collateral.</summary>
    Copied = 3,

    /// <summary>Committed and did not reveal: loses all remaining collateral.</summary>
    Withheld = 4,

    /// <summary>Neither a commitment nor presence: loses half of the remaining collateral, at least two cells of it.</summary>
    Missed = 5,

    /// <summary>An unlucky round: loses one cell of collateral, without a strike.</summary>
    Delayed = 6,

    /// <summary>A quorum of its group stood up against it, before anybody else had committed: loses what <see cref="Missed"/> loses.</summary>
    Expelled = 7,
}
