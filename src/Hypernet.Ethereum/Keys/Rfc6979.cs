using System.Security.Cryptography;

namespace Hypernet.Ethereum.Keys;

/// <summary>The nonces of RFC 6979 §3.2 for SHA-256, one candidate after the other.</summary>
internal sealed class Rfc6979 : IDisposable
{
    private readonly byte[] _v = new byte[32];
    private readonly byte[] _key = new byte[32];
    private bool _isUsed;

    public Rfc6979(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> reducedDigest)
    {
        _v.AsSpan().Fill(1);
        Mix(0, secret, reducedDigest);
        Mix(1, secret, reducedDigest);
    }

    public ReadOnlySpan<byte> Next()
    {
        if (_isUsed)
        {
            Mix(0, [], []);
        }

        _isUsed = true;
        HMACSHA256.HashData(_key, _v, _v);
        return _v;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_v);
        CryptographicOperations.ZeroMemory(_key);
    }

    private void Mix(byte step, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> reducedDigest)
    {
        byte[] input = [.. _v, step, .. secret, .. reducedDigest];
        HMACSHA256.HashData(_key, input, _key);
        HMACSHA256.HashData(_key, _v, _v);
        CryptographicOperations.ZeroMemory(input);
    }
}
