using System.Security.Cryptography;

namespace Hypernet.Ethereum.Keys;

/// <summary>The secret that owns an account. Disposing it wipes the secret.</summary>
public sealed class PrivateKey : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] _secret;
    private bool _isDisposed;

    /// <summary>Takes 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32, or they are zero or not below the order of secp256k1.</exception>
    public PrivateKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length || !Secp256k1.IsSecret(secret))
        {
            throw new ArgumentException("A private key is 32 bytes, from 1 to the order of secp256k1 minus 1.", nameof(secret));
        }

        _secret = secret.ToArray();
        Address = AddressOf(Secp256k1.PublicPoint(_secret));
    }

    /// <summary>The account that the key owns.</summary>
    public Address Address { get; }

    /// <summary>A new key from the system's cryptographic randomness.</summary>
    public static PrivateKey Create()
    {
        Span<byte> secret = stackalloc byte[Length];
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!Secp256k1.IsSecret(secret));
        var key = new PrivateKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Reads 64 hexadecimal digits, with or without "0x".</summary>
    /// <exception cref="FormatException">The text is no private key. The message does not repeat it.</exception>
    public static PrivateKey Parse(ReadOnlySpan<char> text)
    {
        Span<byte> secret = stackalloc byte[Length];
        return Hex.TryParse(text, secret) && Secp256k1.IsSecret(secret)
            ? new PrivateKey(secret)
            : throw new FormatException("The text is not a private key: 64 hexadecimal digits are, behind an optional 0x.");
    }

    /// <summary>Signs a digest: the same key and digest always give the same signature (RFC 6979).</summary>
    public Signature Sign(Hash32 digest)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Secp256k1.Sign(_secret, digest);
    }

    /// <summary>A copy of the 32 secret bytes, for a backup; the caller wipes it.</summary>
    public byte[] Export()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return [.. _secret];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>The address, never the secret.</summary>
    public override string ToString() => $"key of {Address}";

    internal static Address AddressOf(ReadOnlySpan<byte> publicPoint) => new(Keccak256.Hash(publicPoint).Bytes[12..]);
}
