namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §3: what a replica sends its mates to show that it has computed a contribution, without showing what.
/// The slot is in it, so that nobody can pass off another's as its own.
/// </summary>
internal static class Seal
{
    /// <summary>The seal of an operation.</summary>
    /// <param name="context">The round: chain, job, checkpoint, attempt and group, as in a checkpoint record.</param>
    /// <param name="key">Communicator and name.</param>
    /// <param name="number">Calls of that name before it in the interval.</param>
    /// <param name="slot">Who seals.</param>
    /// <param name="head">Head of the transcript's chain with that operation.</param>
    public static Hash256 Of(ReadOnlySpan<byte> context, ChainKey key, ulong number, int slot, Hash256 head)
    {
        var fields = HashedFields.In("CONTRIB"u8);
        fields.Write((uint)context.Length);
        fields.Write(context);
        fields.Write(key.Start);
        fields.Write(number);
        fields.Write((uint)slot);
        fields.Write(head);
        return fields.Hash();
    }
}
