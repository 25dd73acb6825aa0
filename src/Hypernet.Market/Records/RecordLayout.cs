using System.Buffers.Binary;
using System.Text;

namespace Hypernet.Market;

/// <summary>docs/spec/commitment.md §1: magic 8 · outcome 8 · context 40 · operations 8 · transcript 32 · body 64; big endian.</summary>
internal static class RecordLayout
{
    private const int OutcomeAt = 8;
    private const int ContextAt = 16;
    private const int OperationsAt = ContextAt + RoundContext.Length;
    private const int TranscriptAt = OperationsAt + 8;
    private const int BodyAt = TranscriptAt + Bytes32.Length;
    private const int StateAt = BodyAt + Bytes32.Length;

    private static ReadOnlySpan<byte> Magic => "HNRECRD1"u8;

    private static ReadOnlySpan<byte> Ok => "OK\0\0\0\0\0\0"u8;

    private static ReadOnlySpan<byte> Failed => "FAILED\0\0"u8;

    public static void Write(CheckpointRecord record, Span<byte> bytes)
    {
        bytes[..CheckpointRecord.Length].Clear();
        Magic.CopyTo(bytes);
        record.Context.Write(bytes[ContextAt..]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[OperationsAt..], record.Operations);
        record.Transcript.CopyTo(bytes[TranscriptAt..]);
        switch (record)
        {
            case CheckpointRecord.Reached reached:
                Ok.CopyTo(bytes[OutcomeAt..]);
                reached.Result.CopyTo(bytes[BodyAt..]);
                reached.State.CopyTo(bytes[StateAt..]);
                break;
            case CheckpointRecord.Failed failed:
                Failed.CopyTo(bytes[OutcomeAt..]);
                BinaryPrimitives.WriteUInt32BigEndian(bytes[BodyAt..], (uint)failed.Kind);
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(BodyAt + 4)..], failed.ExitCode);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "The kind of checkpoint record is not known.");
        }
    }

    public static CheckpointRecord Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != CheckpointRecord.Length || !bytes.StartsWith(Magic))
        {
            throw new RecordException($"{bytes.Length} bytes do not begin a checkpoint record: it has {CheckpointRecord.Length} and begins with '{Encoding.ASCII.GetString(Magic)}'.");
        }

        var context = RoundContext.Read(bytes[ContextAt..]);
        ulong operations = BinaryPrimitives.ReadUInt64BigEndian(bytes[OperationsAt..]);
        var transcript = new Bytes32(bytes[TranscriptAt..BodyAt]);
        ReadOnlySpan<byte> body = bytes[BodyAt..];
        ReadOnlySpan<byte> outcome = bytes[OutcomeAt..ContextAt];
        if (outcome.SequenceEqual(Ok))
        {
            return new CheckpointRecord.Reached(context, operations, transcript, new Bytes32(body[..32]), new Bytes32(body[32..]));
        }

        return outcome.SequenceEqual(Failed)
            ? ReadFailure(context, operations, transcript, body)
            : throw new RecordException($"'{Convert.ToHexStringLower(outcome)}' is not an outcome of a checkpoint record: OK or FAILED, padded with zeros.");
    }

    private static CheckpointRecord.Failed ReadFailure(RoundContext context, ulong operations, Bytes32 transcript, ReadOnlySpan<byte> body)
    {
        var kind = (FailureKind)BinaryPrimitives.ReadUInt32BigEndian(body);
        uint exitCode = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        if (!Enum.IsDefined(kind) || exitCode > (kind == FailureKind.ExitCode ? byte.MaxValue : 0u))
        {
            throw new RecordException($"Failure kind {(uint)kind} with exit code {exitCode} is not defined for checkpoint records.");
        }

        return body[8..].ContainsAnyExcept((byte)0)
            ? throw new RecordException("The last 56 bytes of a failed checkpoint's record must be zero.")
            : new CheckpointRecord.Failed(context, operations, transcript, kind, (byte)exitCode);
    }
}
