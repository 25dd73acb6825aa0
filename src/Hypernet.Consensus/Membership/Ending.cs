using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §5: how an operation ended at a slot, kept until every member has it.</summary>
internal sealed class Ending
{
    private const byte HasResult = 0;
    private const byte RankLost = 1;
    private const byte Mismatch = 2;
    private const byte InvalidCall = 3;
    private const byte Overflow = 4;
    private const byte NotKept = 5;

    private Ending(OperationResult? result, ConsensusException? fault)
    {
        Result = result;
        Fault = fault;
    }

    public OperationResult? Result { get; }

    public ConsensusException? Fault { get; }

    /// <summary>Bytes that it keeps.</summary>
    public int Bytes => Result?.Value.Length ?? 0;

    /// <summary>Its kind: a number of docs/spec/dac.md §2.</summary>
    public byte Kind => Fault switch
    {
        null => HasResult,
        RankLostException => RankLost,
        ProgramMismatchException => Mismatch,
        InvalidCallException { Overflowed: >= 0 } => Overflow,
        LeftBehindException => NotKept,
        _ => InvalidCall,
    };

    /// <summary>The element whose sum is out of its type's range; −1 for none.</summary>
    public long Overflowed => (Fault as InvalidCallException)?.Overflowed ?? -1;

    public bool IsMismatch => Fault is ProgramMismatchException;

    public static Ending Of(OperationResult result) => new(result, null);

    public static Ending Of(ConsensusException fault) => new(null, fault);

    /// <summary>Reads an ending that another slot has sent.</summary>
    public static Ending? Read(ReadOnlySpan<byte> bytes, int size)
    {
        var reader = new FieldReader(bytes);
        byte kind = reader.ReadByte();
        var slots = reader.ReadSlots(size);
        ulong bound = reader.ReadUInt64();
        byte[] rest = reader.ReadRest().ToArray();
        return !reader.IsWhole ? null : kind switch
        {
            HasResult => Of(new OperationResult { Value = rest, Contributors = slots, ErrorBound = BitConverter.UInt64BitsToDouble(bound) }),
            RankLost => Of(new RankLostException(Encoding.UTF8.GetString(rest), slots)),
            Mismatch => Of(new ProgramMismatchException(Encoding.UTF8.GetString(rest))),
            InvalidCall => Of(new InvalidCallException(Encoding.UTF8.GetString(rest))),
            Overflow when bound <= long.MaxValue => Of(new InvalidCallException(Encoding.UTF8.GetString(rest)) { Overflowed = (long)bound }),
            NotKept => Of(new LeftBehindException(Encoding.UTF8.GetString(rest))),
            _ => null,
        };
    }

    /// <summary>For whom it is good.</summary>
    public EndingScope ScopeOf(OperationKind kind) => (Fault is not null, kind) switch
    {
        (true, _) => EndingScope.Everyone,
        (_, OperationKind.Reduce or OperationKind.Gather) => EndingScope.Root,
        (_, OperationKind.Scatter or OperationKind.Exchange) => EndingScope.Own,
        _ => EndingScope.Everyone,
    };

    /// <summary>The first 128 bits of the SHA-256 of what every slot must have in common.</summary>
    public UInt128 DigestOf(EndingScope scope, int size)
    {
        // Who was told of which two calls depends on whose frame came first.
        var bytes = IsMismatch ? [Mismatch] : Write(size, scope == EndingScope.Everyone).Span;
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes));
    }

    /// <summary>Writes it for another slot.</summary>
    /// <param name="size">Slots of the group.</param>
    /// <param name="hasValue">Whether the value is the other slot's, too.</param>
    public ReadOnlyMemory<byte> Write(int size, bool hasValue)
    {
        var writer = new FieldWriter();
        writer.Write(Kind);
        writer.Write(Result?.Contributors ?? (Fault as RankLostException)?.Lost ?? SlotSet.None(size));
        writer.Write(Kind == Overflow ? (ulong)Overflowed : hasValue && Result is { } result ? BitConverter.DoubleToUInt64Bits(result.ErrorBound) : 0UL);
        writer.Write(Result is null ? Encoding.UTF8.GetBytes(Fault!.Message) : hasValue ? Result.Value.Span : default);
        return writer.Written;
    }
}
