using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the program has reached a checkpoint.</summary>
/// <param name="Number">Number of the checkpoint, not yet checked.</param>
/// <param name="Result">A part of the payload, not copied.</param>
/// <param name="State">A part of the payload, not copied.</param>
internal readonly record struct CheckpointFrame(uint Number, ReadOnlyMemory<byte> Result, ReadOnlyMemory<byte> State)
{
    public const int MaximumBytes = Head + (2 * RankServer.MaximumBlobBytes);
    private const int Head = 4 + 4;

    public static CheckpointFrame Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length < Head)
        {
            throw new FrameException(SessionFault.BadLength, $"CHECKPOINT of {payload.Length} bytes, it has at least {Head}");
        }

        uint number = BinaryPrimitives.ReadUInt32LittleEndian(payload.Span);
        uint resultLength = BinaryPrimitives.ReadUInt32LittleEndian(payload.Span[4..]);
        var blobs = payload[Head..];
        if (resultLength > blobs.Length)
        {
            throw new FrameException(SessionFault.BadLength, $"CHECKPOINT ends within its result of {resultLength} bytes");
        }

        var result = blobs[..(int)resultLength];
        var state = blobs[(int)resultLength..];
        if (result.Length > RankServer.MaximumBlobBytes || state.Length > RankServer.MaximumBlobBytes)
        {
            throw new FrameException(
                SessionFault.FrameTooLarge,
                $"result of {result.Length} and state of {state.Length} bytes, each may have {RankServer.MaximumBlobBytes}");
        }

        return new CheckpointFrame(number, result, state);
    }
}
