using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hypernet.Network;

/// <summary>
/// A key of one process for one job: ECDSA on P-256, made in memory and never written. Its certificate, signed by itself,
/// carries it through TLS and states nothing; who may speak with it, a credential says.
/// </summary>
public sealed class SessionKey : IDisposable
{
    /// <summary>Length of <see cref="Hash"/>.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int CoordinateBytes = 32;
    private const int KeyBytes = 27 + (2 * CoordinateBytes);

    // Whoever reads the dates learns nothing: the credential has the ones that count.
    private static readonly DateTimeOffset First = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private readonly ECDsa _private;

    private SessionKey(X509Certificate2 certificate)
    {
        Certificate = certificate;
        _private = certificate.GetECDsaPrivateKey()!;
        Hash = HashOf(certificate);
    }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo, DER): what a credential names.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    internal X509Certificate2 Certificate { get; }

    // SubjectPublicKeyInfo of P-256 in DER, up to the point (RFC 5480 §2), which is not compressed.
    private static ReadOnlySpan<byte> Beginning =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>Draws a key.</summary>
    public static SessionKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SessionKey(new CertificateRequest("CN=hypernet", key, HashAlgorithmName.SHA256).CreateSelfSigned(First, Last));
    }

    /// <summary>Signs for the process: not for use by two threads at once.</summary>
    /// <param name="bytes">Any.</param>
    /// <returns>The public key (SubjectPublicKeyInfo, DER: 91 bytes), and r and s of the signature of the bytes' SHA-256: 32 bytes each, big-endian.</returns>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => [.. _private.ExportSubjectPublicKeyInfo(), .. _private.SignData(bytes, HashAlgorithmName.SHA256)];

    /// <summary>Whether the holder of a key has signed bytes.</summary>
    /// <param name="keyHash">The key's <see cref="Hash"/>.</param>
    /// <param name="bytes">What is said to be signed.</param>
    /// <param name="signature">A stranger's, in the form of <see cref="Sign"/>.</param>
    public static bool Verify(ReadOnlySpan<byte> keyHash, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != KeyBytes + (2 * CoordinateBytes) || !SHA256.HashData(signature[..KeyBytes]).AsSpan().SequenceEqual(keyHash))
        {
            return false;
        }

        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(signature[..KeyBytes], out _);
            return key.VerifyData(bytes, signature[KeyBytes..], HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            // A hash that was not made of a key.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _private.Dispose();
        Certificate.Dispose();
    }

    /// <summary>Whether a certificate's key is of the one kind that is taken.</summary>
    internal static bool IsFit(X509Certificate2 certificate) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().StartsWith(Beginning);

    internal static byte[] HashOf(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());
}
