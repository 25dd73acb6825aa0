using System.Text.Json;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Signing;

public sealed class SignedDelegateTests
{
    private static readonly JsonElement[] Vectors = [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "delegate.json"))).RootElement.GetProperty("delegates").EnumerateArray()];

    [Fact]
    public void Digest_signature_and_bytes_equal_the_golden_ones()
    {
        Assert.NotEmpty(Vectors);
        foreach (JsonElement vector in Vectors)
        {
            using var key = PrivateKey.Parse(vector.GetProperty("agentKey").GetString());
            var signed = Read(vector).Sign(key);

            Assert.Equal(vector.GetProperty("digest").GetString(), signed.Delegate.Digest().ToString());
            Assert.Equal(vector.GetProperty("signature").GetString(), signed.Signature.ToString());
            Assert.Equal(vector.GetProperty("bytes").GetString(), Hex.Format(signed.ToBytes()));
        }
    }

    [Fact]
    public void Golden_bytes_are_read_as_what_they_mean()
    {
        foreach (JsonElement vector in Vectors)
        {
            Assert.True(SignedDelegate.TryRead(Bytes(vector), out var read));
            Assert.Equal(Read(vector), read.Delegate);
            Assert.True(read.TryRecover(out var signer));
            Assert.Equal(Account.Parse(vector.GetProperty("signer").GetString()!), signer);
        }
    }

    [Fact]
    public void Any_changed_bit_breaks_the_form_or_gives_another_signer()
    {
        byte[] bytes = Bytes(Vectors[0]);
        var signer = Account.Parse(Vectors[0].GetProperty("signer").GetString()!);
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(SignedDelegate.TryRead(changed, out var read) && read.TryRecover(out var other) && other == signer, $"bit {bit}");
        }
    }

    [Fact]
    public void Bytes_of_another_length_are_not_read()
    {
        byte[] bytes = Bytes(Vectors[0]);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(SignedDelegate.TryRead(bytes.AsSpan(0, length), out _));
        }

        Assert.False(SignedDelegate.TryRead([.. bytes, 0], out _));
    }

    private static byte[] Bytes(JsonElement vector) => Convert.FromHexString(vector.GetProperty("bytes").GetString()![2..]);

    private static SessionDelegate Read(JsonElement vector) => new(
        vector.GetProperty("chainId").GetUInt64(),
        Account.Parse(vector.GetProperty("job").GetString()!),
        vector.GetProperty("tenure").GetInt32(),
        vector.GetProperty("rank").GetInt32(),
        Bytes32.Parse(vector.GetProperty("spkiHash").GetString()!),
        DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("notBefore").GetInt64()),
        DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("notAfter").GetInt64()));
}
