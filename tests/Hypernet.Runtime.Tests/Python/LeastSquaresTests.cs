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
    public async Task Partitions_deliver_one_result_that_equals_an_ordinary_fit_of_all_rows_to_ten_digits()
    {
        var hosts = await flights.WholeAsync();
        var results = new List<string>();
        foreach (var host in hosts)
        {
            Assert.Equal([1, 2, 3], host.Checkpoints.Select(checkpoint => checkpoint.Number));
            results.Add(_folder.Of($"{results.Count}.result"));
            await File.WriteAllBytesAsync(results[^1], host.Checkpoints.Last().Result);
        }

        string output = await PythonProgram.OutputAsync(
            server: null, input: null, [PythonProgram.InExample("check.py"), flights.Path, .. results]);
        var fit = JsonSerializer.Deserialize<JsonElement>(output);

        Assert.InRange(fit.GetProperty("maxRelativeError").GetDouble(), 0, 1e-10);
        Assert.Equal(200_000, fit.GetProperty("dataRows").GetInt32());
        Assert.Equal([66_666, 133_332, 200_000], fit.GetProperty("rows").EnumerateArray().Select(rows => rows.GetInt32()));
        Assert.Equal(FlightsFixture.Groups, fit.GetProperty("equalResults").GetInt32());
        Assert.Equal(6, fit.GetProperty("names").GetArrayLength());
        Assert.All(fit.GetProperty("coefficients").EnumerateArray(), coefficients => Assert.Equal(6, coefficients.GetArrayLength()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_run_hands_in_the_same_bytes_from_whichever_checkpoint_it_resumes(int resume)
    {
        var whole = await flights.WholeAsync();
        byte[] state = resume == 0 ? [] : whole[0].Checkpoints.Single(checkpoint => checkpoint.Number == resume).State;

        var resumed = await flights.FitAsync(resume, state);

        Assert.All(resumed, host => Assert.Equal(Handed(whole[0]).Skip(resume), Handed(host)));
    }

    [Fact]
    public async Task Manifest_names_the_digest_of_the_packed_file()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(flights.Path)));

        Assert.Contains($"sha256: {digest}\n", await File.ReadAllTextAsync(PythonProgram.InExample("job.yaml")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Handed(RecordingHost host) =>
        host.Checkpoints.Select(checkpoint => $"{checkpoint.Number} {Convert.ToHexString(checkpoint.Result)} {Convert.ToHexString(checkpoint.State)}");
}
