namespace Hypernet.Agent.Keeping;

/// <summary>What a parcel says of a settled checkpoint (docs/spec/joined.md §9).</summary>
internal enum ParcelKind : byte
{
    /// <summary>The sender has it: to one that is to keep it, or that has asked.</summary>
    Offer = 1,

    /// <summary>The sender keeps it by now, and need not be offered it.</summary>
    Held = 2,

    /// <summary>Asks whether the receiver has it.</summary>
    Ask = 3,

    /// <summary>Asks for bytes of it.</summary>
    Read = 4,

    /// <summary>Bytes of it.</summary>
    Bytes = 5,
}
