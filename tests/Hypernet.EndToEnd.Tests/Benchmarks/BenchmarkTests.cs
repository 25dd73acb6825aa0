using System.Text.Json;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Benchmarks;

/// <summary>The benchmarks at their smallest: that they work, and that what they measure is right. How long it takes is nobody's matter here.</summary>
public sealed class BenchmarkTests
{
    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory.Replace("Hypernet.EndToEnd.Tests", "Hypernet.Benchmarks", StringComparison.Ordinal), "Hypernet.Benchmarks");

    // Installed for the benchmarks alone: without it all else is measured.
    private static readonly bool HasMpi = File.Exists("/usr/bin/mpicc") && File.Exists("/usr/bin/mpirun");

    [Fact]
    public async Task Means_are_timed_beside_the_floor_and_survive_a_kill()
    {
        var (table, rows) = await RunAsync(["dac", "--quick", "--json", .. HasMpi ? [] : (string[])["--without-mpi"]]);

        string[] ways = ["Hypernet", "floor, star", "floor, 2 owners", "floor, 8 owners", "floor, tree", "floor, recursive doubling", .. HasMpi ? ["MPI, default"] : (string[])[]];
        Assert.All(ways, way => Assert.Equal(2, table.Count(line => line.StartsWith($"{way} ", StringComparison.Ordinal))));
        string[] ofMpi = ["mean of 8 B, 8 processes", "mean of 64 KiB, 8 processes", "floor of 8 B, 8 processes", "floor of 64 KiB, 8 processes"];
        Assert.Equal(
            [
                .. HasMpi ? ofMpi : [],
                "rounds of an exact mean, n = 2 to 17, worst",
                "SIGKILL of 1 of 8: proof of death to the last exact answer, median",
                "SIGKILL of 1 of 8: the same, worst of 1",
            ],
            rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.True(row.Value > 0, $"{row}"));
        Assert.Equal(1, rows[^3].Value);
    }

    [Fact]
    public async Task Market_is_timed_beside_processes_of_ones_own()
    {
        var (_, rows) = await RunAsync(["market", "--quick", "--json"], "dotnet", $"{Program}.dll");

        Assert.Equal(
            [
                "TLS: mean of 8 B, 8 processes, beside a token",
                "TLS: mean of 64 KiB, 8 processes, beside a token",
                .. from cost in (string[])["seals", "seals and audits"]
                   from size in (string[])["8 B", "64 KiB"]
                   select $"{cost}: mean of {size}, 4 ranks of 3 processes, beside none",
                "sandbox: start over plain exec, median of 3",
                "place to all of 9 ranks running, blocks of 1 s included",
                "place to all of 9 ranks running, blocks left out",
                "job of 3 s: ranks drawn to completed, beside hypernet run",
                "SIGKILL of an agent, started again at once: to its rank among the others",
            ],
            rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.True(double.IsFinite(row.Value), $"{row}"));
        Assert.True(rows[^2].Value > 1, $"a market cannot take less: {rows[^2]}");
    }

    [Fact]
    public async Task Accumulation_is_timed()
    {
        var (_, rows) = await RunAsync(["accumulation", "--json"]);

        Assert.Equal(["exact sum beside a plain one", "fixed point beside a plain vector"], rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.True(row.Value > 0, $"{row}"));
    }

    [Fact]
    public async Task Fingerprints_and_audits_are_timed()
    {
        var (_, rows) = await RunAsync(["audit", "--quick", "--json"]);

        Assert.Equal(
            [
                "doubles of like magnitude beside SHA-256",
                "doubles of any magnitude beside SHA-256",
                "audit of a window of 64 sums of 8 doubles, 3x3",
                "audit of a window of 64 sums of 10000 doubles, 3x3",
            ],
            rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.True(row.Value > 0, $"{row}"));
    }

    [Fact]
    public async Task Regression_in_the_form_of_the_NIST_sets_has_its_digits_on_any_number_of_ranks()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.Of("Polynomial.dat"), Polynomial());

        var (_, rows) = await RunAsync(["nist", "--data", folder.Path, "--json"]);

        Assert.Equal(["Polynomial: correct digits, worst of all ranks and rank counts", "Polynomial: bits equal at all ranks and rank counts"], rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.True(row.Met, $"{row}"));
    }

    [Fact]
    public async Task Without_Open_MPI_it_says_what_to_do()
    {
        await using var run = RunningCommand.Start(Repository.Root, ["PATH=/nowhere", Program, "dac", "--quick"]);

        var (exitCode, output) = await run.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal("error: Open MPI is not there to be compared with: apt-get install openmpi-bin libopenmpi-dev, or give --without-mpi\n", run.Talk);
        Assert.Empty(output);
    }

    // y = 1 + x + ... + x^5, as NIST's Wampler1 has it: the coefficients are 1, and nothing is left over.
    private static string[] Polynomial() =>
    [
        "Certified Values  (lines 6 to 12)",
        "Data              (lines 13 to 33)",
        "Procedure:        Linear Least Squares Regression",
        "Model:            6 Parameters (B0,B1,...,B5)",
        "                  y = B0 + B1*x + B2*(x**2) + B3*(x**3)+ B4*(x**4) + B5*(x**5) + e",
        .. Enumerable.Range(0, 6).Select(parameter => $"  B{parameter}  1.00000000000000  0.00000000000000"),
        "Residual  Standard Deviation  0.00000000000000",
        .. Enumerable.Range(0, 21).Select(x => $"{Enumerable.Range(0, 6).Aggregate(0, (y, _) => (y * x) + 1)} {x}"),
    ];

    private static async Task<(string[] Table, Row[] Rows)> RunAsync(string[] args, params string[] program)
    {
        await using var run = RunningCommand.Start(Repository.Root, [.. program.Length > 0 ? program : [Program], .. args]);
        var (exitCode, output) = await run.EndAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}: {run.Talk}");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var last = JsonDocument.Parse(lines[^1]);
        return (lines[..^1], [.. last.RootElement.GetProperty("rows").EnumerateArray().Select(Row.Read)]);
    }

    private sealed record Row(string Name, double Value, string Unit, double Target, string Better, bool Met)
    {
        public static Row Read(JsonElement row)
        {
            Assert.Equal(["name", "value", "unit", "target", "better", "met"], row.EnumerateObject().Select(field => field.Name));
            var read = new Row(
                row.GetProperty("name").GetString()!,
                row.GetProperty("value").GetDouble(),
                row.GetProperty("unit").GetString()!,
                row.GetProperty("target").GetDouble(),
                row.GetProperty("better").GetString()!,
                row.GetProperty("met").GetBoolean());
            Assert.Contains(read.Better, (string[])["less", "more"]);
            Assert.Equal(read.Better == "less" ? read.Value <= read.Target : read.Value >= read.Target, read.Met);
            return read;
        }
    }
}
