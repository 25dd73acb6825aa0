using System.Security.Cryptography;
using System.Text.Json;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>docs/examples/least-squares, outside the sandbox.</summary>
public sealed class LeastSquaresTests(FlightsFixture flights) : IClassFixture<FlightsFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merged_factors_equal_one_fit_of_all_rows_to_ten_digits()
    {
        var factors = new List<string>();
        for (int group = 0; group < FlightsFixture.Groups; group++)
        {
            var host = await FitAsync(group, await flights.PartitionAsync(group), resume: 0, state: []);
            Assert.Equal([1, 2, 3], host.Checkpoints.Select(checkpoint => checkpoint.Number));
            factors.Add(_folder.Of($"factor{group}"));
            await File.WriteAllBytesAsync(factors[^1], host.Checkpoints.Last().Result);
        }

        string output = await PythonProgram.OutputAsync(
            server: null, input: null, [PythonProgram.InExample("merge.py"), flights.Path, .. factors]);
        var fit = JsonSerializer.Deserialize<JsonElement>(output);

        Assert.InRange(fit.GetProperty("maxRelativeError").GetDouble(), 0, 1e-10);
        Assert.Equal(200_000, fit.GetProperty("dataRows").GetInt32());
        Assert.Equal(6, fit.GetProperty("coefficients").GetArrayLength());
        Assert.Equal(6, fit.GetProperty("names").GetArrayLength());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Restart_reads_no_row_before_its_checkpoint_and_ends_with_the_same_bits(int resume)
    {
        string text = await flights.PartitionAsync(group: 1);
        var whole = await FitAsync(0, text, resume: 0, state: []);
        byte[] state = whole.Checkpoints.Single(checkpoint => checkpoint.Number == resume).State;

        // The checkpoint lies at the first line end at or after its share of the bytes: all before it is made unreadable.
        int folded = text.IndexOf('\n', (text.Length * resume / 3) - 1) + 1;
        var restarted = await FitAsync(0, new string('?', folded) + text[folded..], resume, state);

        Assert.Equal(
            whole.Checkpoints.Where(checkpoint => checkpoint.Number > resume).Select(checkpoint => Convert.ToHexString(checkpoint.Result)),
            restarted.Checkpoints.Select(checkpoint => Convert.ToHexString(checkpoint.Result)));
    }

    [Fact]
    public async Task Replicas_hand_in_the_same_bytes()
    {
        string text = await flights.PartitionAsync(group: 2);

        var one = await FitAsync(2, text, resume: 0, state: []);
        var other = await FitAsync(2, text, resume: 0, state: []);

        Assert.Equal(
            one.Checkpoints.Select(checkpoint => Convert.ToHexString([.. checkpoint.Result, .. checkpoint.State])),
            other.Checkpoints.Select(checkpoint => Convert.ToHexString([.. checkpoint.Result, .. checkpoint.State])));
    }

    [Fact]
    public async Task Manifest_names_the_digest_of_the_packed_file()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(flights.Path)));

        Assert.Contains($"sha256: {digest}\n", await File.ReadAllTextAsync(PythonProgram.InExample("job.yaml")), StringComparison.Ordinal);
    }

    private async Task<RecordingHost> FitAsync(int group, string rows, int resume, byte[] state)
    {
        string input = Directory.CreateDirectory(_folder.Of($"input{group}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(input, "flights.csv"), rows);
        var identity = new RankIdentity
        {
            Rank = group,
            Group = group,
            Partition = group,
            Partitions = FlightsFixture.Groups,
            Size = FlightsFixture.Groups,
            Checkpoints = 3,
            Resume = resume,
        };
        using var server = new ServerFixture(identity, new RecordingHost { Restorable = state });
        await PythonProgram.OutputAsync(server, input, PythonProgram.InExample("fit.py"));
        Assert.Equal(new SessionEnd.Finished(), await server.End);
        return server.Host;
    }
}
