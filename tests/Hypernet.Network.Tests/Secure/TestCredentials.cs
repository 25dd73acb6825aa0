using System.Buffers.Binary;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Credentials that need no chain: whoever can write a book entry down has it. They name a session key, as real ones do.</summary>
internal sealed class TestCredentials : IPeerCredentials
{
    private const int Bytes = KeyAt + SessionKey.HashBytes;
    private const int KeyAt = 28;

    public required ReadOnlyMemory<byte> Own { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many strangers were judged.</summary>
    public int Judged => _judged;

    private int _judged;

    public static byte[] Of(SessionKey key, int peer, long tenure, DateTimeOffset until, long process = 0)
    {
        byte[] bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, peer);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), tenure);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), until.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(20), process);
        key.Hash.Span.CopyTo(bytes.AsSpan(KeyAt));
        return bytes;
    }

    public PeerVerdict Verify(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> keyHash)
    {
        Interlocked.Increment(ref _judged);
        if (credential.Length != Bytes)
        {
            return PeerVerdict.Refuse(PeerRefusal.Malformed);
        }

        var until = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(credential[12..]));
        return !credential[KeyAt..].SequenceEqual(keyHash) ? PeerVerdict.Refuse(PeerRefusal.WrongKey)
            : until <= Time.GetUtcNow() ? PeerVerdict.Refuse(PeerRefusal.Expired)
            : PeerVerdict.Accept(
                BinaryPrimitives.ReadInt32LittleEndian(credential), BinaryPrimitives.ReadInt64LittleEndian(credential[4..]), until, BinaryPrimitives.ReadInt64LittleEndian(credential[20..]));
    }
}
