using Hypernet.Ethereum.Keys;
using Xunit;

namespace Hypernet.Ethereum.Signing;

public sealed class SigningTests
{
    [Fact]
    public void Mail_of_eip_712_has_its_hashes_and_signature()
    {
        var mail = Vectors.Read("eip-examples.json").GetProperty("eip712_mail");
        var domain = mail.GetProperty("domain");
        var message = mail.GetProperty("message");
        using var cow = new PrivateKey(Keccak256.Hash("cow").Bytes);

        var separator = new TypedStruct("EIP712Domain(string name,string version,uint256 chainId,string httpOrigin,address verifyingContract)")
            .AddString(domain.Text("name"))
            .AddString(domain.Text("version"))
            .Add(domain.GetProperty("chainId").GetUInt64())
            .AddString(domain.Text("httpOrigin"))
            .Add(Address.Parse(domain.Text("verifyingContract")))
            .Hash();
        var structHash = new TypedStruct(mail.Text("encodeType"))
            .Add(Person(message.GetProperty("from")))
            .Add(Person(message.GetProperty("to")))
            .AddString(message.Text("contents"))
            .Hash();
        var digest = TypedDataDomain.Digest(separator, structHash);
        var signature = cow.Sign(digest);

        Assert.Equal(Hash32.Parse(mail.Text("typeHash")), Keccak256.Hash(mail.Text("encodeType")));
        Assert.Equal(Hash32.Parse(mail.Text("structHash")), structHash);
        Assert.Equal(Hash32.Parse(mail.Text("signHash")), digest);
        Assert.Equal(mail.GetProperty("v").GetInt32(), 27 + signature.YParity);
        Assert.Equal(UInt256.Parse(mail.Text("r")), signature.R);
        Assert.Equal(UInt256.Parse(mail.Text("s")), signature.S);

        static Hash32 Person(System.Text.Json.JsonElement person) => new TypedStruct("Person(string name,address wallet)")
            .AddString(person.Text("name"))
            .Add(Address.Parse(person.Text("wallet")))
            .Hash();
    }

    [Fact]
    public void Permits_have_the_digests_and_signatures_of_viem()
    {
        var permits = Vectors.Read("transactions-permits-abi.json").GetProperty("permit712");
        Assert.Equal(6, permits.GetArrayLength());
        foreach (var one in permits.EnumerateArray())
        {
            using var key = PrivateKey.Parse(one.Text("key"));
            var domain = one.GetProperty("domain");
            var message = one.GetProperty("message");
            var permit = new TokenPermit(
                Address.Parse(message.Text("owner")),
                Address.Parse(message.Text("spender")),
                UInt256.Parse(message.Text("value")),
                UInt256.Parse(message.Text("nonce")),
                UInt256.Parse(message.Text("deadline")));

            var digest = new TypedDataDomain(
                domain.Text("name"), domain.Text("version"), domain.GetProperty("chainId").GetUInt64(), Address.Parse(domain.Text("verifyingContract")))
                .Digest(permit.ToTypedStruct());

            Assert.Equal(Hash32.Parse(one.Text("digest")), digest);
            Assert.Equal(one.Text("signature"), key.Sign(digest).ToString());
        }
    }

    [Fact]
    public void Members_of_every_kind_are_the_words_of_the_abi()
    {
        var expected = new Abi.AbiWriter(6 * 32);
        expected.Write(Keccak256.Hash("All(bool a,int64 b,bytes4 c,bytes d,uint96 e)"));
        expected.Write(true);
        expected.Write(new System.Numerics.BigInteger(-5));
        expected.WriteFixedBytes([1, 2, 3, 4]);
        expected.Write(Keccak256.Hash([9, 9]));
        expected.Write(UInt128.MaxValue >> 32);

        var actual = new TypedStruct("All(bool a,int64 b,bytes4 c,bytes d,uint96 e)")
            .Add(true)
            .Add(new System.Numerics.BigInteger(-5))
            .AddFixedBytes([1, 2, 3, 4])
            .AddBytes([9, 9])
            .Add(UInt128.MaxValue >> 32)
            .Hash();

        Assert.Equal(Keccak256.Hash(expected.ToArray()), actual);
    }
}
