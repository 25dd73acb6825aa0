using System.Buffers.Binary;
using Hypernet.Consensus;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §5: the answer to a CALL that has no result.</summary>
internal static class RefusedFrame
{
    public enum Code : ushort
    {
        Mismatch = 1,
        RankLost = 2,
        Invalid = 3,
        LeftBehind = 4,
        Singular = 5,
        Diverged = 6,
    }

    public static byte[] Write(uint request, ConsensusException fault) => fault switch
    {
        ProgramMismatchException => Write(request, Code.Mismatch, fault.Message),
        RankLostException lost => Write(request, Code.RankLost, fault.Message, lost.Lost),
        LeftBehindException or GroupClosedException => Write(request, Code.LeftBehind, fault.Message),
        SingularSystemException => Write(request, Code.Singular, fault.Message),
        DivergenceException => Write(request, Code.Diverged, fault.Message),
        _ => Write(request, Code.Invalid, fault.Message),
    };

    public static byte[] Write(uint request, Code code, string text, SlotSet? ranks = null)
    {
        byte[] sent = Words.Shortened(text);
        int named = ranks?.Bytes ?? 0;
        byte[] frame = FrameWriter.Begin(FrameKind.Refused, request, 4 + named + sent.Length, out var payload);
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)code);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[2..], (ushort)named);
        ranks?.Write(payload[4..]);
        sent.CopyTo(payload[(4 + named)..]);
        return frame;
    }
}
