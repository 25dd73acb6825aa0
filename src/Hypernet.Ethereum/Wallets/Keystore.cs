using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hypernet.Ethereum.Keys;

namespace Hypernet.Ethereum.Wallets;

/// <summary>Private keys encrypted by a password: the Web3 secret storage of version 3, as Geth and most wallets write it.</summary>
public static class Keystore
{
    private const int Version = 3;
    private const int DerivedLength = 32;

    // A stranger's file may not make us work or remember without bound: 2 times the memory and 16 times the work of Standard.
    private const long MaxScryptBytes = 512L << 20;
    private const long MaxScryptWork = 32L << 20;
    private const int MaxIterations = 10_000_000;

    /// <summary>Encrypts a key.</summary>
    /// <returns>The JSON text.</returns>
    public static string Encrypt(PrivateKey key, string password, KeystoreStrength strength = KeystoreStrength.Standard)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(32);
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        (int n, int p) = strength == KeystoreStrength.Light ? (4096, 6) : (262144, 1);
        var kdf = new KeystoreFile.KdfPart(DerivedLength, Convert.ToHexStringLower(salt), N: n, R: 8, P: p);
        byte[] derived = Derive("scrypt", kdf, password);
        byte[] secret = key.Export();
        ApplyCipher(secret, derived.AsSpan(0, 16), iv);
        string mac = Convert.ToHexStringLower(Mac(derived, secret).Bytes);
        var crypto = new KeystoreFile.CryptoPart(
            "aes-128-ctr", Convert.ToHexStringLower(secret), new KeystoreFile.CipherPart(Convert.ToHexStringLower(iv)), "scrypt", kdf, mac);
        var file = new KeystoreFile(
            Version, crypto, Guid.NewGuid().ToString(), Convert.ToHexStringLower(key.Address.Bytes));
        CryptographicOperations.ZeroMemory(derived);
        return JsonSerializer.Serialize(file, KeystoreJsonContext.Default.KeystoreFile);
    }

    /// <summary>Decrypts a key; takes as long as the file's writer wanted.</summary>
    /// <exception cref="WrongPasswordException">The password is not the one it was encrypted with.</exception>
    /// <exception cref="KeystoreException">The text is no such file, or asks for more than 512 MiB or about half a minute of work.</exception>
    public static PrivateKey Decrypt(string json, string password)
    {
        var crypto = Read(json).Crypto;
        byte[] derived = Derive(crypto.Kdf, crypto.KdfParameters, password);
        byte[] secret = Bytes(crypto.Ciphertext);
        byte[] iv = Bytes(crypto.CipherParameters.Iv);
        if (crypto.Cipher != "aes-128-ctr" || iv.Length > 16 || secret.Length != PrivateKey.Length)
        {
            throw new KeystoreException($"its cipher is \"{crypto.Cipher}\" over {secret.Length} bytes instead of aes-128-ctr over {PrivateKey.Length}");
        }

        if (!CryptographicOperations.FixedTimeEquals(Mac(derived, secret).Bytes, Bytes(crypto.Mac)))
        {
            throw new WrongPasswordException();
        }

        ApplyCipher(secret, derived.AsSpan(0, 16), [.. new byte[16 - iv.Length], .. iv]);
        try
        {
            return new PrivateKey(secret);
        }
        catch (ArgumentException exception)
        {
            throw new KeystoreException("what it holds is not a private key", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>The account a keystore says it owns; null if it does not say. Only decrypting proves it.</summary>
    /// <exception cref="KeystoreException">The text is no such file.</exception>
    public static Address? ReadAddress(string json)
    {
        string? address = Read(json).Address;
        return address is null ? null
            : Address.TryParse(address, out var value) ? value
            : throw new KeystoreException("its address is none");
    }

    private static KeystoreFile Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KeystoreJsonContext.Default.KeystoreFile) is { Version: Version } file
                ? file
                : throw new KeystoreException("it is not of version 3");
        }
        catch (JsonException exception)
        {
            throw new KeystoreException("it is not the JSON of a keystore", exception);
        }
    }

    private static byte[] Derive(string function, KeystoreFile.KdfPart kdf, string password)
    {
        byte[] secret = Encoding.UTF8.GetBytes(password);
        byte[] salt = Bytes(kdf.Salt);
        return (function, kdf) switch
        {
            (_, { Length: not DerivedLength }) => throw new KeystoreException($"it derives {kdf.Length} bytes instead of {DerivedLength}"),
            ("scrypt", { N: { } n, R: { } r, P: { } p }) when IsAllowed(n, r, p) => Scrypt.Derive(secret, salt, n, r, p, DerivedLength),
            ("pbkdf2", { C: > 0 and <= MaxIterations and var c, Prf: "hmac-sha256" }) =>
                Rfc2898DeriveBytes.Pbkdf2(secret, salt, c, HashAlgorithmName.SHA256, DerivedLength),
            _ => throw new KeystoreException($"its key derivation \"{function}\" is not known or its parameters are out of range"),
        };
    }

    private static bool IsAllowed(long n, long r, long p) =>
        n > 1 && long.IsPow2(n) && r is > 0 and <= 1024 && p is > 0 and <= 1024
        && 128 * n * r <= MaxScryptBytes && n * r * p <= MaxScryptWork;

    private static Hash32 Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext) =>
        Keccak256.Hash([.. derived[16..], .. ciphertext]);

    // AES-128 in counter mode: the keystream is the encrypted counter, which starts at the initialization vector.
    private static void ApplyCipher(Span<byte> data, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> stream = stackalloc byte[16];
        var counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        for (int offset = 0; offset < data.Length; offset += 16, counter++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(stream, counter);
            aes.EncryptEcb(stream, stream, PaddingMode.None);
            for (int i = 0; i < 16; i++)
            {
                data[offset + i] ^= stream[i];
            }
        }
    }

    private static byte[] Bytes(string hex)
    {
        try
        {
            return Hex.Parse(hex);
        }
        catch (FormatException exception)
        {
            throw new KeystoreException("a value is not hexadecimal", exception);
        }
    }
}
