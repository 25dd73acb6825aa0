using Org.BouncyCastle.Crypto.Digests;
using Xunit;

namespace Hypernet.Ethereum;

public sealed class Keccak256Tests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("cow", "c85ef7d79691fe79573b1a7064c19c1a9819ebdbd1faaab1a8ec92344438aaf4")]
    [InlineData("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    public void Hash_of_text_is_the_known_one(string text, string expected)
    {
        Assert.Equal(Hash32.Parse(expected), Keccak256.Hash(text));
    }

    [Fact]
    public void Hash_is_that_of_another_implementation_at_every_length_up_to_three_blocks()
    {
        byte[] data = [.. Enumerable.Range(0, 3 * 136 + 1).Select(i => (byte)(i * 7))];
        for (int length = 0; length <= data.Length; length++)
        {
            var other = new KeccakDigest(256);
            other.BlockUpdate(data, 0, length);
            byte[] expected = new byte[32];
            other.DoFinal(expected, 0);

            Assert.Equal(expected, Keccak256.Hash(data.AsSpan(0, length)).ToArray());
        }
    }
}
