using System.Buffers.Binary;
using System.Text;
using Hypernet.Consensus;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §5: the program calls an operation. Whether its fields go together is the library's to judge.</summary>
/// <param name="Operation">A collective's, or an operation's of the library.</param>
/// <param name="Descriptor">What every rank must call alike.</param>
/// <param name="Name">Operations of one name are matched by their order.</param>
/// <param name="Inline">The contribution, if it is not in shared memory; a part of the payload, not copied.</param>
/// <param name="Source">Where the contribution lies in shared memory, if it does.</param>
/// <param name="Target">Where the value may be put, if anywhere.</param>
internal sealed record CallFrame(
    byte Operation, Descriptor Descriptor, string Name, ReadOnlyMemory<byte> Inline, Place? Source, Place? Target)
{
    public const int MaximumBytes = (64 << 20) + (64 << 10);

    private const int Head = 64;
    private const byte HasSource = 1;
    private const byte HasTarget = 2;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes of the contribution, wherever it lies.</summary>
    public long Length => Source?.Length ?? Inline.Length;

    /// <param name="payload">What the program sent.</param>
    /// <param name="arenaBytes">Bytes of the session's shared memory, 0 without any.</param>
    public static CallFrame Read(ReadOnlyMemory<byte> payload, long arenaBytes)
    {
        var head = payload.Span;
        if (head.Length < Head || head.Length < Head + head[6])
        {
            throw new FrameException(SessionFault.BadLength, $"CALL of {head.Length} bytes ends within its {Head} bytes of fields or its name");
        }

        byte places = head[7];
        if (places > (HasSource | HasTarget) || BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) != 0)
        {
            throw new FrameException(SessionFault.BadLength, "CALL has values in fields that must be 0");
        }

        var inline = payload[(Head + head[6])..];
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head[32..]);
        var source = Place.Read((places & HasSource) != 0, BinaryPrimitives.ReadUInt64LittleEndian(head[40..]), length, arenaBytes);
        ulong capacity = BinaryPrimitives.ReadUInt64LittleEndian(head[48..]);
        var target = Place.Read((places & HasTarget) != 0, BinaryPrimitives.ReadUInt64LittleEndian(head[56..]), capacity, arenaBytes);
        if ((ulong)inline.Length != (source is null ? length : 0) || (target is null && capacity != 0))
        {
            throw new FrameException(
                SessionFault.BadLength, $"CALL carries {inline.Length} bytes of a contribution of {length}, and a place of {capacity} bytes");
        }

        return new CallFrame(head[0], ReadDescriptor(head), ReadName(head.Slice(Head, head[6])), inline, source, target);
    }

    private static Descriptor ReadDescriptor(ReadOnlySpan<byte> head) => new()
    {
        Kind = (OperationKind)head[0],
        Type = (ElementType)head[1],
        Operator = (ReduceOperator)head[2],
        Exactness = (Exactness)head[3],
        OnLoss = (OnLoss)head[4],
        Digits = head[5],
        Root = BinaryPrimitives.ReadInt32LittleEndian(head[8..]),
        Count = BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
        Parameter = BinaryPrimitives.ReadUInt64LittleEndian(head[24..]),
    };

    private static string ReadName(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw new FrameException(SessionFault.BadText, $"the name of a CALL is not UTF-8 at byte {fault.Index}");
        }
    }
}
