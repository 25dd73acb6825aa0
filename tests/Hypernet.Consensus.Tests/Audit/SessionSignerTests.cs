using Hypernet.Network;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class SessionSignerTests
{
    [Fact]
    public void Only_what_the_slots_key_has_signed_is_its()
    {
        using var own = SessionKey.Create();
        using var other = SessionKey.Create();
        var signer = new SessionSigner(own, slot => slot switch
        {
            0 => own.Hash,
            1 => other.Hash,
            _ => default,
        });
        byte[] bytes = [1, 2, 3];
        byte[] signature = signer.Sign(bytes).ToArray();
        Assert.InRange(signature.Length, 1, IAuditSigner.MostBytes);
        Assert.True(signer.Verify(0, bytes, signature));
        Assert.False(signer.Verify(1, bytes, signature));
        Assert.False(signer.Verify(2, bytes, signature));
        Assert.False(signer.Verify(0, [1, 2, 4], signature));
        Assert.False(signer.Verify(0, bytes, []));
        for (int i = 0; i < signature.Length; i++)
        {
            signature[i] ^= 1;
            Assert.False(signer.Verify(0, bytes, signature), $"byte {i}");
            signature[i] ^= 1;
        }
    }

    [Fact]
    public void Hash_of_what_is_no_key_verifies_nothing()
    {
        using var own = SessionKey.Create();
        byte[] bytes = [1];
        byte[] signature = own.Sign(bytes);
        signature[40] ^= 1;
        byte[] hash = System.Security.Cryptography.SHA256.HashData(signature.AsSpan(0, 91));
        Assert.False(SessionKey.Verify(hash, bytes, signature));
    }
}
