using System.Globalization;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>The package's collectives, by four real processes.</summary>
public sealed class CollectiveTests
{
    [Fact]
    public async Task Examples_of_the_docstrings_come_out()
    {
        await using var ranks = await LocalRanks.JoinAsync();

        string[] told = await ranks.OutputAsync(PythonProgram.InTests("examples.py"));

        Assert.All(told, count => Assert.InRange(int.Parse(count, CultureInfo.InvariantCulture), 30, 1000));
    }

    [Theory]
    [InlineData("equal_bits", null)]
    [InlineData("large_arrays", null)]
    [InlineData("many_at_once", null)]
    [InlineData("threads", "6")]
    [InlineData("mismatch", "['Mismatch', 4]")]
    [InlineData("invalid", "['InvalidCall', 'InvalidCall', 'InvalidCall', 'InvalidCall', 'Singular', 'InvalidCall', 4]")]
    [InlineData("requests", "[3.0]")]
    [InlineData("checkpoints", "4.0")]
    [InlineData("merges", "((ab)(cd))")]
    [InlineData("numpy_kinds", "[0.0, 2.0]")]
    [InlineData("plain_kinds", "[6, 8.0, 2, [6, 4], (6.0, 2.0), [], array('f', [3.0, 0.0]), 0, False, [True, False], 3, [1.5, 1.0], array('d', [1.5]), [6], {'r': (3, None, b'x', 1208925819614629174706176)}, [6.0], 0]")]
    public async Task Four_ranks_get_the_same(string what, string? expected)
    {
        await using var ranks = await LocalRanks.JoinAsync();

        string[] told = await ranks.OutputAsync(PythonProgram.InTests("ranks.py"), what);

        Assert.Single(told.Distinct());
        Assert.Equal(expected ?? told[0], told[0]);
    }

    [Fact]
    public async Task Broadcast_that_no_frame_could_hold_fills_every_buffer()
    {
        await using var ranks = await LocalRanks.JoinAsync(size: 3);

        string[] told = await ranks.OutputAsync(PythonProgram.InTests("ranks.py"), "beyond_a_frame");

        Assert.Equal(["67108872", "67108872", "67108872"], told);
    }

    [Fact]
    public async Task Rank_that_is_lost_before_it_calls_is_missing_and_said_to_be()
    {
        await using var ranks = await LocalRanks.JoinAsync();

        var runs = await ranks.RunAsync(PythonProgram.InTests("ranks.py"), "lost_before");

        const string Told = "[[3.0], [0, 1, 2, None], (3,), 'RankLost', (3,), [1.0, 2.0], (3,), [0.0, 1.0, 2.0, -1.0], 'xxx']";
        Assert.All(runs[..3], run => Assert.Equal((Told, ""), (run.Output, run.Errors)));
    }

    [Fact]
    public async Task What_a_killed_rank_had_given_counts()
    {
        await using var ranks = await LocalRanks.JoinAsync();

        var runs = await ranks.RunAsync(PythonProgram.InTests("ranks.py"), "lost_after");

        Assert.Equal(137, runs[3].ExitCode);
        Assert.All(runs[..3], run => Assert.Equal(("[[6.0], ()]", ""), (run.Output, run.Errors)));
    }
}
