using System.Globalization;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Local;

/// <summary>The programs of docs/examples under <c>hypernet run</c>, as the documents start them.</summary>
public sealed class ExampleTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Rows = 4000;
    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "examples");
    private static readonly string Light = Path.Combine(Examples, "bayesian-mean", "light.csv");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Dot_product_is_exact(int ranks)
    {
        Assert.Equal(
            ["[0] x.y = 10.991533841228652 = 0x1.5fbaa52d9e89cp+3", "[0] added one by one: 0.0"],
            await RunAsync("dot-product/dot.py", ranks));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Products_by_rows_and_by_columns_are_the_same(int ranks)
    {
        string[] lines = await RunAsync("matrix-vector/matvec.py", ranks);

        Assert.Equal(24, lines.Length);
        Assert.All(lines, line => Assert.Single(Numbers(line).Skip(1).Distinct()));
        Assert.Equal(0.010741835565549921, Numbers(lines[^1])[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Conjugate_gradients_take_the_same_steps_by_any_number_of_ranks(int ranks) =>
        Assert.Equal(["[0] 100 steps, u in the middle = 0.12182242246444401 = 0x1.f2fc118677f13p-4"], await RunAsync("conjugate-gradients/cg.py", ranks));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Mean_is_learned_from_the_readings_of_all(int ranks)
    {
        string[] lines = await RunAsync("bayesian-mean/bayes.py", ranks, "--input", Light);

        Assert.Equal("[0] after batch 2: 852.3865890332075 +- 8.00 km/s = 0x1.aa317bbfdb4f3p+9", lines[1]);
    }

    [Fact]
    public async Task Regression_has_the_same_bits_by_any_number_of_ranks_and_with_a_dead_one_that_had_contributed()
    {
        string flights = await FlightsAsync();

        string[] alone = await RunAsync("regression/fit.py", 1, "--input", flights);
        string[] three = await RunAsync("regression/fit.py", 3, "--input", flights);
        string[] eight = await RunAsync("regression/fit.py", 8, "--input", flights);
        string[] seven = await RunAsync("regression/fit.py", 8, "--input", flights, "--kill", "3@2op");

        Assert.Equal($"[0] {Rows} rows", alone[^1]);
        Assert.Equal(alone, three);
        Assert.Equal(alone, eight);
        Assert.Equal(alone, seven);
    }

    [Theory]
    [InlineData("3@1op", "[0] 3500 rows, without rows 1501 to 2000")]
    [InlineData("3@0op", "[0] 3500 rows, without the rows of rank 3")]
    [InlineData("0@0op", "[1] 3500 rows, without the rows of rank 0")]
    public async Task Regression_says_which_rows_are_missing(string kill, string told)
    {
        string[] lines = await RunAsync("regression/fit.py", 8, "--input", await FlightsAsync(), "--kill", kill);

        Assert.Equal(told, lines[^1]);
    }

    [Fact]
    public async Task Regression_says_which_rows_are_missing_of_a_rank_that_died_at_some_time()
    {
        string[] lines = await RunAsync("regression/fit.py", 8, "--input", await FlightsAsync(), "--kill", "3@0s");

        // By the clock it dies before or after it has said how many rows it has.
        Assert.Contains(lines[^1], (string[])["[0] 3500 rows, without the rows of rank 3", "[0] 3500 rows, without rows 1501 to 2000"]);
    }

    [Theory]
    [InlineData("dot-product/dot.py", "without the elements of rank 3")]
    [InlineData("matrix-vector/matvec.py", "the columns of rank 3 count as 0|the rows of rank 3 are missing")]
    public async Task Other_examples_say_whose_part_is_missing(string program, string told)
    {
        string[] lines = await RunAsync(program, 8, "--kill", "3@0op");

        Assert.Equal(told.Split('|').Select(line => $"[0] {line}"), lines[^told.Split('|').Length..]);
    }

    [Fact]
    public async Task Batch_that_a_dead_rank_had_no_part_in_says_so()
    {
        string[] lines = await RunAsync("bayesian-mean/bayes.py", 8, "--input", Light, "--kill", "3@2op");

        Assert.DoesNotContain("without", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(", without rank 3", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conjugate_gradients_do_not_go_on_without_a_row()
    {
        await using var run = Start("conjugate-gradients/cg.py", 3, "--kill", "2@5op");

        var (exitCode, output) = await run.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains("RankLost", run.Talk, StringComparison.Ordinal);
        Assert.Contains("hypernet: rank 2: killed, as asked for", run.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_of_the_market_runs_without_one()
    {
        string flights = await FlightsAsync();

        string[] lines = await RunAsync("least-squares/fit.py", 3, "--input", flights, "--checkpoints", "3");

        Assert.Empty(lines);
    }

    [Fact]
    public void Examples_are_short() =>
        Assert.All(Directory.GetFiles(Examples, "*.py", SearchOption.AllDirectories), path => Assert.InRange(File.ReadAllLines(path).Length, 1, 59));

    private static RunningCommand Start(string program, int ranks, params string[] options) => RunningCommand.Start(
        Repository.Root,
        [Path.Combine(AppContext.BaseDirectory, "hypernet"), "run", "-n", $"{ranks}", .. options, "--", Python, Path.Combine(Examples, program)]);

    private static async Task<string[]> RunAsync(string program, int ranks, params string[] options)
    {
        await using var run = Start(program, ranks, options);
        var (exitCode, output) = await run.EndAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}: {run.Talk}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    // The first flights of the data set: enough for a fit, and quickly read.
    private async Task<string> FlightsAsync()
    {
        string whole = _folder.Of("whole.csv");
        string source = Path.Combine(Repository.Root, "node_modules", "vega-datasets", "data", "flights-200k.json");
        await using var packing = RunningCommand.Start(Repository.Root, [Python, Path.Combine(Examples, "least-squares", "pack.py"), source, whole]);
        Assert.Equal(0, (await packing.EndAsync()).ExitCode);
        string flights = _folder.Of("flights.csv");
        await File.WriteAllLinesAsync(flights, (await File.ReadAllLinesAsync(whole)).Take(Rows + 1));
        return flights;
    }
}
