using Hypernet.Agent.Fetching;
using Hypernet.Agent.Packages;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Agent.Tests.Packages;
using Hypernet.Agent.Verifying;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Fetching;

public sealed class JobFilesTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _state = new();
    private Store _store = null!;
    private HypernetClient _client = null!;
    private JobFolder _folder = null!;

    public async Task InitializeAsync()
    {
        _store = await Store.StartAsync();
        _client = new HypernetClient(_store.Url);
        _folder = new JobFolder(_state.Path, Story.Person(100));
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task Program_and_inputs_are_fetched_once_and_laid_out()
    {
        var rows = _store.Add("x,y\n1,2\n3,4\n5,6\n");
        var whole = _store.Add("all of it");
        var terms = Package(Manifest(Input("data/rows.csv", rows, "rows"), Input("whole.bin", whole, "whole")));

        var manifest = await FetchAsync(terms);
        string first = Files().LayOut(manifest, 0, 2);
        string second = Files().LayOut(manifest, 1, 2);

        Assert.Equal("x,y\n1,2\n3,4\n", await File.ReadAllTextAsync(Path.Combine(first, "data/rows.csv")));
        Assert.Equal("x,y\n5,6\n", await File.ReadAllTextAsync(Path.Combine(second, "data/rows.csv")));
        Assert.Equal("all of it", await File.ReadAllTextAsync(Path.Combine(second, "whole.bin")));
        Assert.True(File.Exists(Path.Combine(_folder.Program, "main.py")));
        int requests = _store.Requests;
        await FetchAsync(terms);
        Assert.Equal(requests, _store.Requests);
    }

    [Fact]
    public async Task Each_group_gets_its_own_file_if_the_buyer_cut_them()
    {
        var (one, two) = (_store.Add("one"), _store.Add("two"));
        var terms = Package(Manifest($"  - {{ path: part.bin, sha256: [{Digits(one)}, {Digits(two)}], partition: file-per-partition }}"));

        string folder = Files().LayOut(await FetchAsync(terms), 1, 2);

        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(folder, "part.bin")));
    }

    [Fact]
    public async Task Layout_that_a_crash_left_half_done_is_made_anew()
    {
        var manifest = await FetchAsync(Package(Manifest(Input("whole.bin", _store.Add("all of it"), "whole"))));
        Directory.CreateDirectory($"{_folder.Partition(0)}.part");
        await File.WriteAllTextAsync(Path.Combine($"{_folder.Partition(0)}.part", "whole.bin"), "half of");

        Assert.Equal("all of it", await File.ReadAllTextAsync(Path.Combine(Files().LayOut(manifest, 0, 2), "whole.bin")));
    }

    [Fact]
    public async Task Package_that_is_not_there_may_come()
    {
        var terms = TermsOf(Bytes32.Sha256("nowhere"u8));

        await Assert.ThrowsAsync<JobNotReadyException>(() => FetchAsync(terms));
    }

    [Fact]
    public async Task Bytes_with_another_hash_are_refused()
    {
        var terms = TermsOf(_store.Add(Bytes32.Sha256("promised"u8), "delivered"u8.ToArray()));

        Assert.Contains("received bytes with SHA-256", await RefusalAsync(terms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_above_the_jobs_own_storage_are_refused()
    {
        var input = _store.Add(new byte[(2 << 20) + 1]);
        var terms = Package(Manifest(Input("large.bin", input, "whole")));

        Assert.Contains("larger than the 2097152 bytes", await RefusalAsync(terms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_share_the_storage()
    {
        var (one, two) = (_store.Add(new byte[1 << 20]), _store.Add(new byte[(1 << 20) + 1]));
        var terms = Package(Manifest(Input("one.bin", one, "whole"), Input("two.bin", two, "whole")));

        Assert.Contains("larger than the 1048576 bytes", await RefusalAsync(terms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_package_is_refused()
    {
        var terms = TermsOf(_store.Add(PackageFile.Of(("../out", "x"))));

        Assert.Contains("leads out of the package", await RefusalAsync(terms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_without_a_manifest_is_refused()
    {
        Assert.Contains("has no file job.yaml", await RefusalAsync(TermsOf(_store.Add(PackageFile.Of(("main.py", "x"))))), StringComparison.Ordinal);
        Directory.Delete(_folder.Program, recursive: true);
        Assert.Contains("has no file job.yaml", await RefusalAsync(TermsOf(_store.Add(PackageFile.Of(("job.yaml/main.py", "x"))))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_without_measure_or_sense_is_refused()
    {
        Assert.Contains("of at most 262144 bytes", await RefusalAsync(Package(new string('#', 300_000))), StringComparison.Ordinal);
        Directory.Delete(_folder.Program, recursive: true);
        Assert.Contains("cannot be read", await RefusalAsync(Package("name: [")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_in_each_others_way_are_refused()
    {
        var input = _store.Add("x");

        Assert.Contains("in the way", await RefusalAsync(Package(Manifest(Input("a", input, "whole"), Input("a/b", input, "whole")))), StringComparison.Ordinal);
        Directory.Delete(_folder.Program, recursive: true);
        Assert.Contains("in the way", await RefusalAsync(Package(Manifest(Input("a", input, "whole"), Input("a", input, "whole")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_cannot_be_cut_are_refused()
    {
        var rows = _store.Add("x\n\"a field\nover two lines\"\n");

        Assert.Contains("cannot be cut into rows", await RefusalAsync(Package(Manifest(Input("rows.csv", rows, "rows")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_this_agent_cannot_fetch_or_run_is_refused()
    {
        Assert.Contains("local data \"salaries\"", await RefusalAsync(Package(Manifest("  - { local: salaries }"))), StringComparison.Ordinal);
        Directory.Delete(_folder.Program, recursive: true);
        string elsewhere = $"  - {{ path: a, sha256: {Digits(_store.Add("x"))}, sources: [\"https://example.org/a\"] }}";
        Assert.Contains("names no source", await RefusalAsync(Package(Manifest(elsewhere))), StringComparison.Ordinal);
        Directory.Delete(_folder.Program, recursive: true);
        Assert.Contains("needs the engine Wasm", await RefusalAsync(Package($"engine: wasm\n{Manifest()}")), StringComparison.Ordinal);
    }

    private static string Manifest(params string[] inputs) => $"""
        name: test
        duration: 10s
        command: [python3, main.py]
        numerics: portable
        terms: {"{"} unitPrice: "1", groups: 2 {"}"}
        inputs: {(inputs.Length == 0 ? "[]" : "\n" + string.Join('\n', inputs))}

        """;

    private static string Input(string path, Bytes32 sha256, string partition) => $"  - {{ path: {path}, sha256: {Digits(sha256)}, partition: {partition} }}";

    private static string Digits(Bytes32 hash) => $"\"{hash.ToString()[2..]}\"";

    private static Terms TermsOf(Bytes32 package) =>
        new Story(groups: 2).State.Terms with { SpecHash = package, Requirements = new Requirements { StorageMiB = 2 } };

    private Terms Package(string manifest) => TermsOf(_store.Add(PackageFile.Of(("job.yaml", manifest), ("main.py", "pass"))));

    private JobFiles Files() => new(_client, _folder, new PackageLimits());

    private Task<JobManifest> FetchAsync(Terms terms) => Files().FetchAsync(terms, CancellationToken.None);

    private async Task<string> RefusalAsync(Terms terms) =>
        (await Assert.ThrowsAsync<JobRefusedException>(() => FetchAsync(terms))).Message;
}
