using System.Buffers.Binary;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Accusations;

/// <summary>docs/spec/joined.md, Expulsion: what a mate says to the others when it stands up against one of them.</summary>
/// <param name="Expulsion">What it has signed.</param>
/// <param name="Signature">Its signature, or anything: the bytes are a stranger's.</param>
internal sealed record AccusationWord(Expulsion Expulsion, Signature Signature)
{
    /// <summary>Length of the bytes.</summary>
    public const int Length = SignatureAt + Signature.Length;

    private const byte Version = 1;
    private const int EvidenceAt = 11;
    private const int SignatureAt = EvidenceAt + Bytes32.Length;

    /// <summary>The bytes: u8 version, u16 group, u16 checkpoint, u16 attempt, u32 tenure, bytes[32] evidence, bytes[65] signature.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), checked((ushort)Expulsion.Group));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(3), checked((ushort)Expulsion.Checkpoint));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(5), checked((ushort)Expulsion.Attempt));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(7), checked((uint)Expulsion.Tenure));
        Expulsion.EvidenceHash.CopyTo(bytes.AsSpan(EvidenceAt));
        Signature.ToBytes().CopyTo(bytes, SignatureAt);
        return bytes;
    }

    /// <summary>Reads a stranger's bytes.</summary>
    /// <returns>The word, or null if they have not its form.</returns>
    public static AccusationWord? TryRead(ReadOnlySpan<byte> bytes)
    {
        bool isSound = bytes.Length == Length && bytes[0] == Version && bytes[^1] is 27 or 28;
        return isSound && BinaryPrimitives.ReadUInt32LittleEndian(bytes[7..]) is <= int.MaxValue and var tenure
            ? new AccusationWord(
                new Expulsion(
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]),
                    (int)tenure,
                    new Bytes32(bytes.Slice(EvidenceAt, Bytes32.Length))),
                Signature.FromBytes(bytes[SignatureAt..]))
            : null;
    }
}
