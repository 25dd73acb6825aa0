using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: who the program is.</summary>
internal static class WelcomeFrame
{
    private const int Bytes = 8 + (7 * 4);

    public static byte[] Write(RankIdentity identity)
    {
        byte[] frame = FrameWriter.Begin(FrameKind.Welcome, request: 0, Bytes, out var payload);
        BinaryPrimitives.WriteUInt64LittleEndian(payload, 0);
        ReadOnlySpan<int> fields =
        [
            identity.Rank, identity.Group, identity.Partition, identity.Partitions,
            identity.Size, identity.Checkpoints, identity.Resume,
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[(8 + (4 * i))..], fields[i]);
        }

        return frame;
    }
}
