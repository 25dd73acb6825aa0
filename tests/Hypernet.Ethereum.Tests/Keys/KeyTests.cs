using System.Security.Cryptography;
using Xunit;

namespace Hypernet.Ethereum.Keys;

public sealed class KeyTests
{
    private const string HighestSecret = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

    [Fact]
    public void Official_keys_own_their_addresses()
    {
        // The file's "sig_of_emptystring" is left out: it verifies under no hash of the empty string that we know.
        foreach (var one in Vectors.Read("BasicTests_keyaddrtest.json").EnumerateArray())
        {
            using var key = PrivateKey.Parse(one.Text("key"));

            Assert.Equal(Address.Parse(one.Text("addr")), key.Address);
        }
    }

    [Fact]
    public void Wycheproof_signatures_verify_as_stated()
    {
        int seen = 0;
        foreach (var group in Vectors.Read("ecdsa_secp256k1_sha256_p1363_test.json").GetProperty("testGroups").EnumerateArray())
        {
            byte[] point = Hex.Parse(group.GetProperty("publicKey").Text("uncompressed"))[1..];
            foreach (var one in group.GetProperty("tests").EnumerateArray())
            {
                byte[] signature = Hex.Parse(one.Text("sig"));
                var digest = new Hash32(SHA256.HashData(Hex.Parse(one.Text("msg"))));
                bool isValid = signature.Length == 64
                    && Secp256k1.Verify(point, digest, new UInt256(signature.AsSpan(0, 32)), new UInt256(signature.AsSpan(32)));

                Assert.True(isValid == (one.Text("result") == "valid"), $"case {one.GetProperty("tcId")}: {one.Text("comment")}");
                seen++;
            }
        }

        Assert.Equal(252, seen);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto", "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8", "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", "All those moments will be lost in time, like tears in rain. Time to die...", "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b", "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto", "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0", "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    public void Signatures_are_those_of_rfc_6979_with_low_s(string secret, string message, string r, string s)
    {
        using var key = PrivateKey.Parse(secret);
        var signature = key.Sign(new Hash32(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(message))));

        Assert.Equal(UInt256.Parse("0x" + r), signature.R);
        Assert.Equal(UInt256.Parse("0x" + s), signature.S);
    }

    [Fact]
    public void Signature_recovers_its_signer_from_its_65_bytes_and_from_no_other_digest()
    {
        using var key = PrivateKey.Create();
        for (int i = 0; i < 64; i++)
        {
            var digest = Keccak256.Hash($"message {i}");
            var signature = Signature.FromBytes(key.Sign(digest).ToBytes());

            Assert.Equal(key.Address, signature.Recover(digest));
            Assert.False(signature.TryRecover(Keccak256.Hash("another"), out var other) && other == key.Address);
        }
    }

    [Fact]
    public void Signature_with_high_s_is_refused()
    {
        using var key = PrivateKey.Parse(HighestSecret);
        var digest = Keccak256.Hash("message");
        var low = key.Sign(digest);
        var high = low with { S = UInt256.Parse("0x" + HighestSecret) + 1 - low.S, YParity = (byte)(1 - low.YParity) };

        Assert.Equal(key.Address, PrivateKey.AddressOf(Secp256k1.Recover(high, digest)));
        Assert.False(high.TryRecover(digest, out _));
        Assert.Throws<SignatureException>(() => high.Recover(digest));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(66)]
    public void Signature_of_another_length_is_refused(int length)
    {
        Assert.Throws<SignatureException>(() => Signature.FromBytes(new byte[length]));
    }

    [Fact]
    public void Signature_of_zeros_recovers_nobody()
    {
        Assert.False(default(Signature).TryRecover(Keccak256.Hash(""), out _));
        Assert.False(new Signature(UInt256.MaxValue, 1, 0).TryRecover(Keccak256.Hash(""), out _));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("01")]
    public void Secret_out_of_range_is_refused_without_repeating_it(string secret)
    {
        var refusal = Assert.Throws<FormatException>(() => PrivateKey.Parse(secret));

        Assert.DoesNotContain(secret, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_key_signs_no_more_and_never_shows_its_secret()
    {
        var key = PrivateKey.Parse(HighestSecret);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Sign(default));
        Assert.DoesNotContain(HighestSecret, key.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
