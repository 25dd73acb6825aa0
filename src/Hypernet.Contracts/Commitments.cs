using System.Text;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>
/// docs/spec/commitment.md §3: what replicas commit and reveal. The tag shows which digest a replica holds without showing
/// the digest, the seal binds it to the replica, and the commitment hides both.
/// </summary>
public static class Commitments
{
    /// <summary>The tag of a record's digest: equal at all ranks that hold it, and of another domain if the program failed.</summary>
    public static Bytes16 Tag(CheckpointRecord record) => Tag(record.Context, record.Digest, record is CheckpointRecord.Failed);

    /// <summary>The tag of a digest: equal at all ranks that hold it.</summary>
    /// <param name="context">The round.</param>
    /// <param name="digest">SHA-256 of the checkpoint record.</param>
    /// <param name="hasFailed">Whether that record says that the program failed.</param>
    public static Bytes16 Tag(RoundContext context, Bytes32 digest, bool hasFailed = false) =>
        Hash(hasFailed ? "FAILED" : "TAG", context, digest.ToHash32()).ToBytes16();

    /// <summary>The seal of a digest: another one for each rank, tenure and seller.</summary>
    /// <param name="context">The round.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="tenure">The tenure at it.</param>
    /// <param name="seller">That tenure's seller (not its agent key).</param>
    /// <param name="digest">SHA-256 of the checkpoint record.</param>
    public static Bytes16 Seal(RoundContext context, int rank, int tenure, Account seller, Bytes32 digest) =>
        Hash("SEAL", context, Word(rank), Word(tenure), AbiTopic.Of(seller.ToAddress()), digest.ToHash32()).ToBytes16();

    /// <summary>The commitment to a tag and a seal.</summary>
    /// <param name="context">The round.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="seller">The seller at it (not its agent key).</param>
    /// <param name="tag">The tag.</param>
    /// <param name="seal">The seal.</param>
    /// <param name="salt">What hides them; never used for another commitment.</param>
    public static Bytes32 Commitment(RoundContext context, int rank, Account seller, Bytes16 tag, Bytes16 seal, Bytes32 salt) =>
        Hash("COMMIT", context, Word(rank), AbiTopic.Of(seller.ToAddress()), tag.ToHash32(), seal.ToHash32(), salt.ToHash32()).ToBytes32();

    // keccak256(abi.encode(domain, chain id, job, checkpoint, attempt, group, …)).
    private static Hash32 Hash(string domain, RoundContext context, params ReadOnlySpan<Hash32> values)
    {
        var writer = new AbiWriter(AbiReader.Word * (6 + values.Length));
        writer.WriteBytes(Encoding.ASCII.GetBytes(domain));
        writer.Write(context.ChainId);
        writer.Write(context.Job.ToAddress());
        writer.Write((ulong)context.Checkpoint);
        writer.Write((ulong)context.Attempt);
        writer.Write((ulong)context.Group);
        foreach (Hash32 value in values)
        {
            writer.Write(value);
        }

        return Keccak256.Hash(writer.ToArray());
    }

    private static Hash32 Word(int number) => AbiTopic.Of((UInt256)(ulong)number);
}
