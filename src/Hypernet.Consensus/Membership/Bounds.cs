namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §7: what a slot sends, keeps and believes at most.</summary>
internal static class Bounds
{
    /// <summary>Operations that a slot has begun and not completed; further calls wait for their turn.</summary>
    public const int Outstanding = 64;

    /// <summary>Operations that a slot has completed and its mates, or those of others, perhaps not: beside those <see cref="Outstanding"/>.</summary>
    public const int AheadOfMates = 64;

    /// <summary>Calls that wait for their turn.</summary>
    public const int Waiting = 4096;

    /// <summary>Bytes of one operation that a slot sends to a member which it does not know to have called it.</summary>
    public const int EagerBytes = (256 + 4) * 1024;

    /// <summary>What a frame costs beside its payload.</summary>
    public const int FrameBytes = 64;

    /// <summary>Bytes of one frame of a result or a handed-over contribution.</summary>
    public const int PartBytes = 256 * 1024;

    /// <summary>Bytes of a contribution or a result that another slot sends.</summary>
    public const int MessageBytes = (1 << 30) + (64 << 20);

    /// <summary>Contributions and results that one slot hands over.</summary>
    public const int HandedOver = 65536;

    /// <summary>Operations that ended in a mismatch before this slot called them.</summary>
    public const int UncalledMismatches = 4096;

    /// <summary>Bytes of a message between two audit desks.</summary>
    public const int AuditBytes = 64 << 20;

    /// <summary>Completed operations, and their bytes, that are kept before members are asked whether they have them too.</summary>
    public const int Kept = 32;

    /// <summary>See <see cref="Kept"/>.</summary>
    public const long KeptBytes = 256L << 20;

    /// <summary>Names in one PROGRESS frame.</summary>
    public const int ProgressNames = 1024;

    /// <summary>Heartbeats for which who asked to join is remembered: it asks at every one.</summary>
    public const int JoinTicks = 4;

    /// <summary>What an ended operation that is kept for those who join counts as, beside its value.</summary>
    public const int LoggedBytes = 256;

    /// <summary>Names of which is remembered that they were forgotten.</summary>
    public const int ForgottenNames = 65536;

    /// <summary>Silence after which a member is suspected, however long it was silent before.</summary>
    public static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of what users of nodes tell each other at once.</summary>
    public const int WordBytes = 1024;

    /// <summary>Bytes of a parcel: a part of something, and what it is a part of.</summary>
    public const int ParcelBytes = PartBytes + 1024;

    /// <summary>Hashes of descriptors that are remembered for one name.</summary>
    public const int KeptHashes = 16;

    /// <summary>How far a ballot's round may be above those that a slot knows.</summary>
    public const ulong RoundLeap = 1 << 20;

    /// <summary>Questions of this slot's callers that are unanswered.</summary>
    public const int Enquiries = 64;

    /// <summary>Heartbeats for which a live proposer is left alone before another one takes over.</summary>
    public const int PatienceTicks = 8;
}
