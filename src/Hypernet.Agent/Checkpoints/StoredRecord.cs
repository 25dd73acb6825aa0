using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>Records that come from others, or from a disk: what a quorum has agreed on need not be one.</summary>
internal static class StoredRecord
{
    /// <summary>The record, or null if the bytes are none: then nobody can go on from there.</summary>
    public static CheckpointRecord? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return CheckpointRecord.Parse(bytes);
        }
        catch (RecordException)
        {
            return null;
        }
    }
}
