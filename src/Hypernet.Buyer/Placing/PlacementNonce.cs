using System.Security.Cryptography;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>Nonces of placements, which the factory takes once.</summary>
internal static class PlacementNonce
{
    private const int ChanceBytes = 32;

    /// <summary>A nonce that nobody has used: keccak256 of the package's hash and 32 random bytes.</summary>
    public static Bytes32 New(Bytes32 specHash)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length + ChanceBytes];
        specHash.CopyTo(bytes);
        RandomNumberGenerator.Fill(bytes[Bytes32.Length..]);
        return new Bytes32(Keccak256.Hash(bytes).Bytes);
    }
}
