using System.Buffers.Binary;
using Hypernet.Network;

namespace Hypernet.Benchmarks.Secure;

/// <summary>Ranks that know each other's keys beforehand: the handshake is a stranger's, the judgment costs nothing.</summary>
/// <param name="rank">Which rank this is.</param>
/// <param name="keyHashes">Of all ranks.</param>
internal sealed class BookCredentials(int rank, byte[][] keyHashes) : IPeerCredentials
{
    public ReadOnlyMemory<byte> Own { get; } = Of(rank);

    public PeerVerdict Verify(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> keyHash)
    {
        int peer = credential.Length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(credential) : -1;
        return peer >= 0 && peer < keyHashes.Length && keyHash.SequenceEqual(keyHashes[peer])
            ? PeerVerdict.Accept(peer, 0, DateTimeOffset.MaxValue)
            : PeerVerdict.Refuse(PeerRefusal.Malformed);
    }

    private static byte[] Of(int rank)
    {
        byte[] credential = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(credential, rank);
        return credential;
    }
}
