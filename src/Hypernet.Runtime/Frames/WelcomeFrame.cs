using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: who the program is.</summary>
internal static class WelcomeFrame
{
    private const int Bytes = 8 + (7 * 4);

    /// <param name="identity">Who it is.</param>
    /// <param name="features">What the session has.</param>
    /// <param name="arenaBytes">Bytes of the shared memory; written where the session has any.</param>
    /// <param name="interval">The first interval; null where the session tells none.</param>
    public static byte[] Write(RankIdentity identity, Features features = Features.None, long arenaBytes = 0, Interval? interval = null)
    {
        bool hasArena = features.HasFlag(Features.SharedMemory);
        byte[] frame = FrameWriter.Begin(
            FrameKind.Welcome, request: 0, Bytes + (hasArena ? sizeof(long) : 0) + (interval is null ? 0 : Interval.Bytes), out var payload);
        BinaryPrimitives.WriteUInt64LittleEndian(payload, (ulong)features);
        ReadOnlySpan<int> fields =
        [
            identity.Rank, identity.Group, identity.Partition, identity.Partitions,
            identity.Size, identity.Checkpoints, identity.Resume,
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[(8 + (4 * i))..], fields[i]);
        }

        if (hasArena)
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload[Bytes..], arenaBytes);
        }

        interval?.Write(payload[^Interval.Bytes..]);

        return frame;
    }
}
