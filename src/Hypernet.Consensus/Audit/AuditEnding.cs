using System.Text;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>docs/spec/audit.md §8: an outcome as slots vote on it. Why nothing was decided, each says for itself.</summary>
internal static class AuditEnding
{
    private const int MostText = 1 << 16;

    /// <summary>The bytes: u8 end; of a failure the set of culprits, hash of the evidence, text.</summary>
    /// <param name="outcome">How the audit ended.</param>
    /// <param name="slots">Slots of the group.</param>
    public static ReadOnlyMemory<byte> ToBytes(AuditOutcome outcome, int slots)
    {
        var writer = new FieldWriter();
        writer.Write((byte)outcome.End);
        if (outcome.End == AuditEnd.Failed)
        {
            writer.Write(outcome.Culprits ?? SlotSet.None(slots));
            writer.Write(outcome.Evidence);
            writer.Write(Encoding.UTF8.GetBytes(outcome.Text));
        }

        return writer.Written;
    }

    /// <summary>Reads an outcome.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <param name="slots">Slots of the group.</param>
    /// <returns>The outcome, or null.</returns>
    public static AuditOutcome? Read(ReadOnlySpan<byte> bytes, int slots)
    {
        var reader = new FieldReader(bytes);
        var end = (AuditEnd)reader.ReadByte();
        if (end != AuditEnd.Failed)
        {
            return !reader.IsWhole || !Enum.IsDefined(end) ? null
                : end == AuditEnd.Passed ? AuditOutcome.Passed : AuditOutcome.Undecided("The others came to no result.");
        }

        var culprits = reader.ReadSlots(slots);
        var evidence = new Hash256(reader.Take(Hash256.Length));
        string text = Encoding.UTF8.GetString(reader.ReadRest());
        return reader.IsWhole && text.Length <= MostText ? AuditOutcome.Failed(culprits, text, evidence) : null;
    }
}
