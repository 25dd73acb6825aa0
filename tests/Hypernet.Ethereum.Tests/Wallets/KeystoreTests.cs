using System.Text;
using System.Text.Json;
using Hypernet.Ethereum.Keys;
using Xunit;

namespace Hypernet.Ethereum.Wallets;

public sealed class KeystoreTests
{
    private static readonly JsonElement Cases = Vectors.Read("KeyStoreTests_basic_tests.json");

    public static TheoryData<string> Names() => [.. Cases.EnumerateObject().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Official_keystore_opens_with_its_password(string name)
    {
        var one = Cases.GetProperty(name);
        using var key = Keystore.Decrypt(one.GetProperty("json").GetRawText(), one.Text("password"));

        Assert.Equal(one.Text("priv"), Convert.ToHexStringLower(key.Export()));
    }

    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void Scrypt_gives_the_vectors_of_rfc_7914(string password, string salt, int n, int r, int p, string expected)
    {
        Assert.Equal(expected, Convert.ToHexStringLower(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, 64)));
    }

    [Fact]
    public void Encrypted_key_comes_back_with_its_password_only()
    {
        using var key = PrivateKey.Create();
        string json = Keystore.Encrypt(key, "correct horse", KeystoreStrength.Light);
        using var opened = Keystore.Decrypt(json, "correct horse");

        Assert.Equal(key.Address, opened.Address);
        Assert.Equal(key.Address, Keystore.ReadAddress(json));
        Assert.Throws<WrongPasswordException>(() => Keystore.Decrypt(json, "wrong horse"));
    }

    [Fact]
    public void Keystore_is_of_standard_strength_unless_asked_otherwise()
    {
        using var key = PrivateKey.Create();
        string json = Keystore.Encrypt(key, "correct horse");

        Assert.Contains("\"n\":262144,\"r\":8,\"p\":1", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"version":1,"crypto":{"cipher":"aes-128-ctr","ciphertext":"","cipherparams":{"iv":""},"kdf":"scrypt","kdfparams":{"dklen":32,"salt":""},"mac":""}}""")]
    [InlineData("""{"version":3,"crypto":{"cipher":"aes-128-ctr","ciphertext":"","cipherparams":{"iv":""},"kdf":"scrypt","kdfparams":{"dklen":32,"salt":"","n":1073741824,"r":8,"p":1},"mac":""}}""")]
    [InlineData("""{"version":3,"crypto":{"cipher":"aes-128-ctr","ciphertext":"","cipherparams":{"iv":""},"kdf":"scrypt","kdfparams":{"dklen":32,"salt":"","n":1000,"r":8,"p":1},"mac":""}}""")]
    [InlineData("""{"version":3,"crypto":{"cipher":"aes-128-ctr","ciphertext":"","cipherparams":{"iv":""},"kdf":"pbkdf2","kdfparams":{"dklen":32,"salt":"","c":2000000000,"prf":"hmac-sha256"},"mac":""}}""")]
    [InlineData("""{"version":3,"crypto":{"cipher":"none","ciphertext":"","cipherparams":{"iv":""},"kdf":"pbkdf2","kdfparams":{"dklen":32,"salt":"zz","c":1,"prf":"hmac-sha256"},"mac":""}}""")]
    public void File_that_is_no_keystore_or_asks_for_too_much_is_refused(string json)
    {
        Assert.Throws<KeystoreException>(() => Keystore.Decrypt(json, ""));
    }
}
