using System.Globalization;
using Hypernet.Runtime.Launching;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.C;

/// <summary>The examples in C, which say what those in Python say, to the last bit.</summary>
public sealed class CExampleTests : IDisposable
{
    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "examples");

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> ExamplesByRanks() =>
        from example in new[] { "dot-product/dot", "matrix-vector/matvec", "conjugate-gradients/cg", "bayesian-mean/bayes", "regression/fit" }
        from ranks in new[] { 1, 3, 8 }
        select new object[] { example, ranks };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ExamplesByRanks))]
    public async Task Example_has_the_same_bits_in_both_languages(string example, int ranks)
    {
        var inC = await OutputAsync(example, ranks, [await CProgram.InExampleAsync(example + ".c")]);
        // Only the batches of readings depend on the number of ranks. NumPy's own sines of wide processors are not those of libm.
        var inPython = await OutputAsync(
            example, example == "bayesian-mean/bayes" ? ranks : 1, ["/usr/bin/env", "NPY_DISABLE_CPU_FEATURES=AVX512F AVX512CD AVX512_SKX", "/usr/bin/python3", Path.Combine(Examples, example + ".py")]);

        Assert.NotEmpty(inC);
        Assert.Equal(inPython.Select(Bits), inC.Select(Bits));
    }

    [Theory]
    [InlineData("dot-product/dot", 0, "without the elements of rank 3")]
    [InlineData("matrix-vector/matvec", 0, "the columns of rank 3 count as 0|the rows of rank 3 are missing")]
    [InlineData("matrix-vector/matvec", 1, "the rows of rank 3 are missing")]
    [InlineData("regression/fit", 0, "350 rows, without the rows of rank 3")]
    public async Task Part_of_a_rank_that_is_killed_before_it_has_called_is_said_to_be_missing(string example, int operations, string told)
    {
        var lines = await OutputAsync(
            example, 8, [await CProgram.InExampleAsync(example + ".c")], options => options with { Kills = [ScheduledKill.AfterOperations(3, operations)] });

        string[] missing = [.. told.Split('|').Select(line => $"[0] {line}")];
        Assert.Equal(missing, lines[^missing.Length..]);
    }

    [Fact]
    public async Task Part_of_a_rank_that_is_killed_afterwards_counts()
    {
        string[] program = [await CProgram.InExampleAsync("regression/fit.c")];

        var whole = await OutputAsync("regression/fit", 8, program);
        var killed = await OutputAsync("regression/fit", 8, program, options => options with { Kills = [ScheduledKill.AfterOperations(3, 1)] });

        Assert.Equal(whole, killed);
    }

    [Fact]
    public async Task Conjugate_gradients_do_not_go_on_without_a_row()
    {
        await using var run = await LaunchedRun.StartAsync(
            3, [await CProgram.InExampleAsync("conjugate-gradients/cg.c")], options => options with { Kills = [ScheduledKill.AfterOperations(2, 5)] });

        var end = await run.EndAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(2, run.Error.Count(line => line.Contains("rank lost: dot: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Program_of_the_header_is_built_with_what_a_run_names_and_gives_the_mean()
    {
        var program = (await File.ReadAllLinesAsync(CProgram.Header))
            .SkipWhile(line => !line.EndsWith("#include <hypernet.h>", StringComparison.Ordinal))
            .TakeWhile(line => !line.Contains("and it is built by", StringComparison.Ordinal))
            .Select(line => line[2..]);
        await BuildAsync("mean", program);

        await using var run = await LaunchedRun.StartAsync(4, ["./mean"], options => options with { WorkingFolder = _folder.Path });

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Equal(["[0] 1.5", "[1] 1.5", "[2] 1.5", "[3] 1.5"], run.Output.Order());
    }

    [Fact]
    public async Task Merge_of_the_manual_goes_by_rank_and_leaves_out_who_was_lost()
    {
        var program = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "bindings-c.md")))
            .SkipWhile(line => line != "```c")
            .Skip(1)
            .TakeWhile(line => line != "```");
        await BuildAsync("then", program);

        await using var whole = await LaunchedRun.StartAsync(4, ["./then"], options => options with { WorkingFolder = _folder.Path });
        Assert.Equal(0, (await whole.EndAsync()).ExitCode);
        Assert.Equal(Enumerable.Range(0, 4).Select(rank => $"[{rank}] 16 x + 11"), whole.Output.Order());

        await using var rest = await LaunchedRun.StartAsync(
            4, ["./then"], options => options with { WorkingFolder = _folder.Path, Kills = [ScheduledKill.AfterOperations(1, 0)] });
        Assert.Equal(0, (await rest.EndAsync()).ExitCode);
        Assert.Equal(["[0] 8 x + 7", "[2] 8 x + 7", "[3] 8 x + 7"], rest.Output.Order());
    }

    [Fact]
    public void Examples_are_short() =>
        Assert.All(Directory.GetFiles(Examples, "*.c", SearchOption.AllDirectories), path => Assert.InRange(File.ReadAllLines(path).Length, 1, 59));

    private async Task BuildAsync(string name, IEnumerable<string> source)
    {
        await File.WriteAllLinesAsync(_folder.Of($"{name}.c"), source);
        await using var building = await LaunchedRun.ShellAsync(
            1, $"cc -I\"$HYPERNET_C\" {name}.c \"$HYPERNET_C/hypernet.c\" -lm -o {name}", options => options with { WorkingFolder = _folder.Path });
        Assert.True((await building.EndAsync()).ExitCode == 0, string.Join('\n', building.Error));
    }

    private async Task<string[]> OutputAsync(string example, int ranks, string[] command, Func<LocalRunOptions, LocalRunOptions>? change = null)
    {
        var folders = Enumerable.Range(0, ranks).Select(rank => InputOf(example, rank, ranks)).ToArray();
        await using var run = await LaunchedRun.StartAsync(
            ranks, command, options => (change?.Invoke(options) ?? options) with { InputFolders = [.. folders] });
        var end = await run.EndAsync();
        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        return [.. run.Output];
    }

    /// <summary>A folder with a rank's part of the rows of an example that reads some.</summary>
    private string InputOf(string example, int rank, int ranks)
    {
        string[] lines = example switch
        {
            "bayesian-mean/bayes" => File.ReadAllLines(Path.Combine(Examples, "bayesian-mean", "light.csv")),
            _ => ["delay,distance,time", .. Enumerable.Range(0, 400).Select(i => $"{((i * 37) % 61) - 20},{100 + ((i * 997) % 2400)},{Time(i)}")],
        };
        string folder = Directory.CreateDirectory(_folder.Of($"{ranks}-{rank}")).FullName;
        var own = lines.Skip(1 + ((lines.Length - 1) * rank / ranks)).Take(((lines.Length - 1) * (rank + 1) / ranks) - ((lines.Length - 1) * rank / ranks));
        File.WriteAllLines(Path.Combine(folder, example.StartsWith('b') ? "light.csv" : "flights.csv"), [lines[0], .. own]);
        return folder;
    }

    private static string Time(int i) => ((i * 0.37) % 24).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A line whose decimal numbers stand as their bits: 17 digits or as few as tell a number from its neighbors.</summary>
    private static string Bits(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? $"{BitConverter.DoubleToInt64Bits(number):x}" : word));
}
