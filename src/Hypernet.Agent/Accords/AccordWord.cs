using System.Buffers.Binary;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Accords;

/// <summary>docs/spec/joined.md, Accord: what ranks tell each other to settle a checkpoint by signatures. The bytes are a stranger's.</summary>
/// <param name="Group">The group of the rank that says it.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Attempt">The group's attempt.</param>
internal abstract record AccordWord(int Group, int Checkpoint, int Attempt)
{
    private const int BodyAt = 7;
    private const int SecondAt = BodyAt + Bytes32.Length;

    /// <summary>The kinds, as the first byte of a word tells them; 1 is an accusation.</summary>
    public enum Kind : byte
    {
        /// <summary>See <see cref="Bound"/>.</summary>
        Bound = 2,

        /// <summary>See <see cref="Opened"/>.</summary>
        Opened = 3,

        /// <summary>See <see cref="Attested"/>.</summary>
        Attested = 4,
    }

    /// <summary>The word's kind.</summary>
    public abstract Kind Is { get; }

    /// <summary>The bytes: u8 kind, u16 group, u16 checkpoint, u16 attempt, then bytes[32] and 65 bytes of signature, or twice bytes[32]; little-endian.</summary>
    public byte[] ToBytes()
    {
        var (first, second) = Body;
        byte[] bytes = new byte[SecondAt + second.Length];
        bytes[0] = (byte)Is;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), checked((ushort)Group));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(3), checked((ushort)Checkpoint));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(5), checked((ushort)Attempt));
        first.CopyTo(bytes.AsSpan(BodyAt));
        second.CopyTo(bytes.AsSpan(SecondAt));
        return bytes;
    }

    /// <summary>Reads a stranger's bytes.</summary>
    /// <returns>The word, or null if they have no word's form.</returns>
    public static AccordWord? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SecondAt)
        {
            return null;
        }

        int group = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
        int checkpoint = BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]);
        int attempt = BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]);
        var first = new Bytes32(bytes.Slice(BodyAt, Bytes32.Length));
        var second = bytes[SecondAt..];
        bool isSigned = second.Length == Signature.Length && second[^1] is 27 or 28;
        return (Kind)bytes[0] switch
        {
            Kind.Bound when isSigned => new Bound(group, checkpoint, attempt, first, Signature.FromBytes(second)),
            Kind.Opened when second.Length == Bytes32.Length => new Opened(group, checkpoint, attempt, first, new Bytes32(second)),
            Kind.Attested when isSigned => new Attested(group, checkpoint, attempt, first, Signature.FromBytes(second)),
            _ => null,
        };
    }

    /// <summary>32 bytes, and what follows them.</summary>
    private protected abstract (Bytes32 First, byte[] Second) Body { get; }

    /// <summary>The rank is bound to a commitment, as if it had made it on chain: anybody may bring it there.</summary>
    /// <param name="Group">See <see cref="AccordWord"/>.</param>
    /// <param name="Checkpoint">See <see cref="AccordWord"/>.</param>
    /// <param name="Attempt">See <see cref="AccordWord"/>.</param>
    /// <param name="Commitment">The commitment.</param>
    /// <param name="Signature">Over its <see cref="CommitPledge"/>.</param>
    public sealed record Bound(int Group, int Checkpoint, int Attempt, Bytes32 Commitment, Signature Signature) : AccordWord(Group, Checkpoint, Attempt)
    {
        /// <inheritdoc/>
        public override Kind Is => Kind.Bound;

        private protected override (Bytes32 First, byte[] Second) Body => (Commitment, Signature.ToBytes());
    }

    /// <summary>What the rank is bound to; said only to those that are all bound themselves.</summary>
    /// <param name="Group">See <see cref="AccordWord"/>.</param>
    /// <param name="Checkpoint">See <see cref="AccordWord"/>.</param>
    /// <param name="Attempt">See <see cref="AccordWord"/>.</param>
    /// <param name="Digest">Of its record.</param>
    /// <param name="Salt">What hid it.</param>
    public sealed record Opened(int Group, int Checkpoint, int Attempt, Bytes32 Digest, Bytes32 Salt) : AccordWord(Group, Checkpoint, Attempt)
    {
        /// <inheritdoc/>
        public override Kind Is => Kind.Opened;

        private protected override (Bytes32 First, byte[] Second) Body => (Digest, Salt.ToHash32().ToArray());
    }

    /// <summary>All of the rank's group have the same digest, as it has seen.</summary>
    /// <param name="Group">See <see cref="AccordWord"/>.</param>
    /// <param name="Checkpoint">See <see cref="AccordWord"/>.</param>
    /// <param name="Attempt">See <see cref="AccordWord"/>.</param>
    /// <param name="Digest">The digest.</param>
    /// <param name="Signature">Over its <see cref="Attestation"/>.</param>
    public sealed record Attested(int Group, int Checkpoint, int Attempt, Bytes32 Digest, Signature Signature) : AccordWord(Group, Checkpoint, Attempt)
    {
        /// <inheritdoc/>
        public override Kind Is => Kind.Attested;

        private protected override (Bytes32 First, byte[] Second) Body => (Digest, Signature.ToBytes());
    }
}
