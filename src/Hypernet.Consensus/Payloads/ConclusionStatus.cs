namespace Hypernet.Consensus.Payloads;

/// <summary>How the merging of contributions ended. The numbers stand on the wire (docs/spec/collectives.md §3).</summary>
internal enum ConclusionStatus : byte
{
    /// <summary>There is a value.</summary>
    Value = 0,

    /// <summary>The exact sum of an element is out of its type's range.</summary>
    Overflow = 1,

    /// <summary>The caller's merge threw, or gave more bytes than a message has.</summary>
    MergeFailed = 2,
}
