using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Consensus;

/// <summary>What is called: equal at every rank, or the call ends as a <see cref="ProgramMismatchException"/> (docs/spec/dac.md, N1).</summary>
public sealed record Descriptor
{
    /// <summary>Length of the canonical bytes.</summary>
    public const int Bytes = 32;

    /// <summary>What the operation does.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Type of the elements.</summary>
    public ElementType Type { get; init; }

    /// <summary>How contributions are reduced.</summary>
    public ReduceOperator Operator { get; init; }

    /// <summary>How sums are accumulated.</summary>
    public Exactness Exactness { get; init; }

    /// <summary>What a dropout means.</summary>
    public OnLoss OnLoss { get; init; }

    /// <summary>Decimal digits asked of a fixed-point sum. Default: 0, for all that a double has. Range: 0 to 17.</summary>
    public byte Digits { get; init; }

    /// <summary>The rank that receives or gives, where the kind has one.</summary>
    public int Root { get; init; }

    /// <summary>Elements of a contribution; 0 where lengths may differ.</summary>
    public long Count { get; init; }

    /// <summary>Hash of the merge function, or of the topology, that all ranks must share; of an and of one Bool <see cref="Decision"/>, if it is one.</summary>
    public ulong Parameter { get; init; }

    /// <summary>The <see cref="Parameter"/> of an and for all by which ranks decide: what they give may differ even between replicas of a rank.</summary>
    public const ulong Decision = 1;

    /// <summary>The first 64 bits of the SHA-256 of the canonical bytes.</summary>
    public ulong Hash()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Write(bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Whether something that is not reduced, or is a part of a list, may have that many bytes.</summary>
    /// <param name="bytes">How many.</param>
    internal bool IsPart(int bytes) => Count == 0 ? bytes % Type.Width() == 0 : bytes == Count * Type.Width();

    /// <summary>Writes the canonical bytes.</summary>
    /// <param name="destination">Receives <see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[..Bytes].Clear();
        destination[0] = (byte)Kind;
        destination[1] = (byte)Type;
        destination[2] = (byte)Operator;
        destination[3] = (byte)Exactness;
        destination[4] = (byte)OnLoss;
        destination[5] = Digits;
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Root);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Count);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], Parameter);
    }

    /// <summary>Reads canonical bytes from a stranger: any field may be out of range.</summary>
    /// <param name="source">At least <see cref="Bytes"/> bytes.</param>
    public static Descriptor Read(ReadOnlySpan<byte> source) => new()
    {
        Kind = (OperationKind)source[0],
        Type = (ElementType)source[1],
        Operator = (ReduceOperator)source[2],
        Exactness = (Exactness)source[3],
        OnLoss = (OnLoss)source[4],
        Digits = source[5],
        Root = BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
        Count = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
        Parameter = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
    };
}
