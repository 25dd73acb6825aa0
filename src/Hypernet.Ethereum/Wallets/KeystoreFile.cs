using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Wallets;

/// <summary>The JSON of a Web3 secret storage of version 3, with the members of both key derivation functions.</summary>
internal sealed record KeystoreFile(int Version, KeystoreFile.CryptoPart Crypto, string? Id = null, string? Address = null)
{
    internal sealed record CryptoPart(
        string Cipher,
        string Ciphertext,
        [property: JsonPropertyName("cipherparams")] CipherPart CipherParameters,
        string Kdf,
        [property: JsonPropertyName("kdfparams")] KdfPart KdfParameters,
        string Mac);

    internal sealed record CipherPart(string Iv);

    internal sealed record KdfPart(
        [property: JsonPropertyName("dklen")] int Length,
        string Salt,
        int? N = null,
        int? R = null,
        int? P = null,
        int? C = null,
        string? Prf = null);
}
