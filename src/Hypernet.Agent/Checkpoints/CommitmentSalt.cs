using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// What hides a commitment until it is opened: HKDF-SHA256 (RFC 5869) of the agent's key for the round, so that a
/// restarted agent opens what it committed before (contracts.md §5).
/// </summary>
internal static class CommitmentSalt
{
    private const int ContextLength = 8 + Account.Length + (3 * sizeof(uint));
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("hypernet commitment salt 1");

    /// <summary>The salt of a round.</summary>
    public static Bytes32 Of(PrivateKey key, RoundContext round)
    {
        Span<byte> context = stackalloc byte[ContextLength];
        BinaryPrimitives.WriteUInt64BigEndian(context, round.ChainId);
        round.Job.CopyTo(context[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(context[^12..], round.Checkpoint);
        BinaryPrimitives.WriteUInt32BigEndian(context[^8..], round.Attempt);
        BinaryPrimitives.WriteUInt32BigEndian(context[^4..], round.Group);

        byte[] secret = key.Export();
        try
        {
            return new Bytes32(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes32.Length, Purpose, context.ToArray()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
