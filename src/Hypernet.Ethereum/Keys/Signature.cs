namespace Hypernet.Ethereum.Keys;

/// <summary>An ECDSA signature over secp256k1 from which the signer's address can be recovered.</summary>
/// <param name="R">The abscissa of the nonce's point.</param>
/// <param name="S">The proof; Ethereum accepts only its lower form (EIP-2).</param>
/// <param name="YParity">0 or 1: whether the ordinate of the nonce's point is odd. Solidity's v is 27 more.</param>
public readonly record struct Signature(UInt256 R, UInt256 S, byte YParity)
{
    /// <summary>Length of the form r‖s‖v in bytes.</summary>
    public const int Length = 65;

    private const byte SolidityV = 27;

    /// <summary>Reads r‖s‖v, with v 27 or 28, or 0 or 1.</summary>
    /// <exception cref="SignatureException">There are not 65 bytes, or v is another number.</exception>
    public static Signature FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new SignatureException($"it has {bytes.Length} bytes instead of {Length}");
        }

        byte v = bytes[64];
        return v is 0 or 1 or SolidityV or SolidityV + 1
            ? new Signature(new UInt256(bytes[..32]), new UInt256(bytes[32..64]), (byte)(v >= SolidityV ? v - SolidityV : v))
            : throw new SignatureException($"v is {v} instead of 27 or 28");
    }

    /// <summary>The 65 bytes r‖s‖v with v 27 or 28, as Solidity's libraries take them.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        R.WriteBigEndian(bytes);
        S.WriteBigEndian(bytes.AsSpan(32));
        bytes[64] = (byte)(SolidityV + YParity);
        return bytes;
    }

    /// <summary>The address whose key signed the digest.</summary>
    /// <exception cref="SignatureException">No address fits, or s is in the upper half.</exception>
    public Address Recover(Hash32 digest) =>
        TryRecover(digest, out var signer) ? signer : throw new SignatureException("no address fits it");

    /// <summary>The address whose key signed the digest; false if no address fits, or s is in the upper half.</summary>
    public bool TryRecover(Hash32 digest, out Address signer)
    {
        signer = default;
        if (!Secp256k1.HasLowS(this) || Secp256k1.Recover(this, digest) is not { } point)
        {
            return false;
        }

        signer = PrivateKey.AddressOf(point);
        return true;
    }

    /// <summary>"0x" and the 65 bytes r‖s‖v.</summary>
    public override string ToString() => Hex.Format(ToBytes());
}
