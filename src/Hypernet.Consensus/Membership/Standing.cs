namespace Hypernet.Consensus.Membership;

/// <summary>What a slot believes of another one.</summary>
internal enum Standing : byte
{
    /// <summary>It works.</summary>
    Live,

    /// <summary>Nothing has been heard of it for too long: a suspicion, which its next frame ends.</summary>
    Silent,

    /// <summary>It is proven dead, or broke a rule: for good.</summary>
    Gone,
}
