using System.Text;
using System.Text.Json;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Market;

public sealed class RankDrawTests
{
    [Fact]
    public void Draws_equal_the_golden_ones()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "ranks.json")));

        foreach (JsonElement draw in vectors.RootElement.GetProperty("draws").EnumerateArray())
        {
            int size = draw.GetProperty("size").GetInt32();
            var ranks = new RankDraw(Bytes32.Parse(draw.GetProperty("seed").GetString()!), size);

            Assert.Equal(
                draw.GetProperty("ranks").EnumerateArray().Select(rank => rank.GetInt32()),
                Enumerable.Range(0, size).Select(ranks.RankOf));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(65)]
    [InlineData(4096)]
    public void Every_rank_is_drawn_once(int size)
    {
        var draw = new RankDraw(Bytes32.Sha256("seed"u8), size);

        Assert.Equal(Enumerable.Range(0, size), Enumerable.Range(0, size).Select(draw.RankOf).Order());
    }

    [Fact]
    public void Slots_outside_of_the_job_are_refused()
    {
        var draw = new RankDraw(default, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => draw.RankOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => draw.RankOf(-1));
    }

    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void The_hash_is_the_chains_own(string text, string hash)
    {
        Assert.Equal(hash, KeccakBlock.Hash(Encoding.ASCII.GetBytes(text)).ToString());
    }
}
