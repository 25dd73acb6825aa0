using System.Buffers.Binary;

namespace Hypernet.Market;

/// <summary>docs/spec/commitment.md §2: the hash chain of a replica's own contributions between two checkpoints.</summary>
public static class Transcript
{
    private const int StartLength = 4 + Account.Length + 4 + 4;

    /// <summary>The transcript before the first contribution, and to the end in a program without collectives.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="checkpoint">The checkpoint that closes the interval, counted from 1.</param>
    /// <param name="group">The replica's group, counted from 0.</param>
    public static Bytes32 Start(Account job, uint checkpoint, uint group)
    {
        Span<byte> bytes = stackalloc byte[StartLength];
        "T\0\0\0"u8.CopyTo(bytes);
        job.CopyTo(bytes[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[24..], checkpoint);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[28..], group);
        return Bytes32.Sha256(bytes);
    }
}
