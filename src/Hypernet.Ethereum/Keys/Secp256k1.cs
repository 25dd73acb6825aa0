using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace Hypernet.Ethereum.Keys;

/// <summary>ECDSA over secp256k1 (SEC 2 §2.4.1): deterministic signatures with low s, verification and recovery.</summary>
internal static class Secp256k1
{
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger Half = Curve.N.ShiftRight(1);
    private static readonly BigInteger FieldPrime = Curve.Curve.Field.Characteristic;

    /// <summary>Whether 32 bytes are a private key: from 1 to the group's order minus 1.</summary>
    public static bool IsSecret(ReadOnlySpan<byte> secret) => IsScalar(Number(secret));

    /// <summary>The public point of a private key, as 64 bytes x‖y.</summary>
    public static byte[] PublicPoint(ReadOnlySpan<byte> secret) => Encode(MultiplyBase(Number(secret)));

    /// <summary>Signs a digest with the nonce of RFC 6979 §3.2; s is in the lower half (EIP-2).</summary>
    public static Signature Sign(ReadOnlySpan<byte> secret, Hash32 digest)
    {
        var d = Number(secret);
        var z = Number(digest.Bytes);
        using var nonces = new Rfc6979(secret, Bytes(z.Mod(Curve.N)));
        while (true)
        {
            // A candidate is unusable with a chance of about 2^-127, so this loop ends at once.
            var k = Number(nonces.Next());
            if (!IsScalar(k))
            {
                continue;
            }

            var point = MultiplyBase(k);
            var x = point.AffineXCoord.ToBigInteger();
            var r = x.Mod(Curve.N);
            var s = k.ModInverse(Curve.N).Multiply(z.Add(r.Multiply(d))).Mod(Curve.N);
            if (r.SignValue == 0 || s.SignValue == 0 || x.CompareTo(Curve.N) >= 0)
            {
                continue;
            }

            bool isOdd = point.AffineYCoord.TestBitZero();
            bool isHigh = s.CompareTo(Half) > 0;
            return new Signature(Word(r), Word(isHigh ? Curve.N.Subtract(s) : s), (byte)(isOdd ^ isHigh ? 1 : 0));
        }
    }

    /// <summary>Whether s is in the lower half: of a signature's two forms, the one that Ethereum accepts (EIP-2).</summary>
    public static bool HasLowS(Signature signature) => Number(signature.S).CompareTo(Half) <= 0;

    /// <summary>The public point whose key made the signature, as 64 bytes x‖y; null if no point fits.</summary>
    public static byte[]? Recover(Signature signature, Hash32 digest)
    {
        var (r, s) = (Number(signature.R), Number(signature.S));
        if (!IsScalar(r) || !IsScalar(s) || signature.YParity > 1)
        {
            return null;
        }

        // y² = x³ + 7 over a field whose prime is 3 modulo 4: a root is the (p+1)/4-th power.
        var square = r.ModPow(BigInteger.Three, FieldPrime).Add(BigInteger.ValueOf(7)).Mod(FieldPrime);
        var root = square.ModPow(FieldPrime.Add(BigInteger.One).ShiftRight(2), FieldPrime);
        if (!root.Multiply(root).Mod(FieldPrime).Equals(square))
        {
            return null;
        }

        var y = root.TestBit(0) == (signature.YParity == 1) ? root : FieldPrime.Subtract(root);
        var inverse = r.ModInverse(Curve.N);
        var fromDigest = Curve.N.Subtract(Number(digest.Bytes).Mod(Curve.N)).Multiply(inverse).Mod(Curve.N);
        var point = ECAlgorithms.SumOfTwoMultiplies(
            Curve.G, fromDigest, Curve.Curve.CreatePoint(r, y), s.Multiply(inverse).Mod(Curve.N)).Normalize();
        return point.IsInfinity ? null : Encode(point);
    }

    /// <summary>Whether a signature with any s is the key's over the digest.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicPoint, Hash32 digest, UInt256 rWord, UInt256 sWord)
    {
        var (r, s) = (Number(rWord), Number(sWord));
        var (x, y) = (Number(publicPoint[..32]), Number(publicPoint[32..]));
        if (!IsScalar(r) || !IsScalar(s) || x.CompareTo(FieldPrime) >= 0 || y.CompareTo(FieldPrime) >= 0)
        {
            return false;
        }

        var key = Curve.Curve.CreatePoint(x, y);
        var inverse = s.ModInverse(Curve.N);
        var point = key.IsValid()
            ? ECAlgorithms.SumOfTwoMultiplies(Curve.G, Number(digest.Bytes).Multiply(inverse).Mod(Curve.N), key, r.Multiply(inverse).Mod(Curve.N)).Normalize()
            : Curve.Curve.Infinity;
        return !point.IsInfinity && point.AffineXCoord.ToBigInteger().Mod(Curve.N).Equals(r);
    }

    private static ECPoint MultiplyBase(BigInteger scalar) => new FixedPointCombMultiplier().Multiply(Curve.G, scalar).Normalize();

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Curve.N) < 0;

    private static byte[] Encode(ECPoint point) => point.GetEncoded(compressed: false)[1..];

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(1, bytes.ToArray());

    private static BigInteger Number(UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[UInt256.Length];
        value.WriteBigEndian(bytes);
        return Number(bytes);
    }

    private static UInt256 Word(BigInteger value) => new(value.ToByteArrayUnsigned());

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[UInt256.Length];
        Word(value).WriteBigEndian(bytes);
        return bytes;
    }
}
