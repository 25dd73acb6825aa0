namespace Hypernet.Consensus.Membership;

/// <summary>How an operation ended that is complete at every member: for replicas that join.</summary>
/// <param name="Call">What was called: a replica that calls something else is told.</param>
/// <param name="Descriptor">The hash of that.</param>
/// <param name="Scope">For whom the ending is good.</param>
/// <param name="Ending">With this slot's value.</param>
/// <param name="Recycled">What the value lies in, if its memory can be used again afterwards.</param>
internal sealed record LoggedEnding(Descriptor Call, ulong Descriptor, EndingScope Scope, Ending Ending, PooledBytes? Recycled)
{
    /// <summary>What it is counted as: its value, and what keeping it takes.</summary>
    public long Bytes => Ending.Bytes + Bounds.LoggedBytes;
}
