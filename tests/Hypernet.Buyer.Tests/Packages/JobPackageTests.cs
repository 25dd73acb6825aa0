using Hypernet.Market;
using Xunit;

namespace Hypernet.Buyer.Tests.Packages;

public sealed class JobPackageTests : IDisposable
{
    private readonly JobSource _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Folder_and_manifest_give_the_same_package_and_inputs_stay_beside_it()
    {
        await using var byFolder = await JobPackage.PrepareAsync(_job.Path);
        await using var byFile = await JobPackage.PrepareAsync(Path.Combine(_job.Path, "job.yaml"));

        Assert.Equal(byFolder.SpecHash, byFile.SpecHash);
        Assert.Equal("small", byFolder.Manifest.Name);
        var input = Assert.Single(byFolder.Inputs);
        Assert.Equal(("data.csv", 12L), (input.Path, input.Bytes));

        // Another input is another manifest, but the same bytes of data are never packed twice.
        _job.Write("data.csv", "a,b\n1,2\n3,5\n");
        await Assert.ThrowsAsync<InputHashException>(() => JobPackage.PrepareAsync(_job.Path));
    }

    [Fact]
    public async Task Wrong_hash_names_the_file_and_both_hashes()
    {
        string expected = _job.HashOf("data.csv");
        _job.Write("data.csv", "changed");

        var fault = await Assert.ThrowsAsync<InputHashException>(() => JobPackage.PrepareAsync(_job.Path));

        Assert.Contains("data.csv", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains(_job.HashOf("data.csv"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_takes_the_file_that_its_number_names()
    {
        _job.Write("data-0.csv", "one");
        _job.Write("data-1.csv", "two");
        _job.With("groups: 1", "groups: 2")
            .With("partition: rows", "partition: file-per-partition")
            .With($"sha256: {_job.HashOf("data.csv")}", $"sha256: [{_job.HashOf("data-0.csv")}, {_job.HashOf("data-1.csv")}]");

        await using var package = await JobPackage.PrepareAsync(_job.Path);

        Assert.Equal(["data-0.csv", "data-1.csv"], package.Inputs.Select(input => input.Path));
    }

    [Theory]
    [InlineData("engine: native", "engine: wasm", "engine")]
    [InlineData("path: result", "path: model.bin", "outputs[0].path")]
    [InlineData("deliver: store 24", "deliver: delete", "outputs[0].deliver")]
    [InlineData("partition: rows", "sources: [https://example.org/data.csv]", "inputs[0].sources")]
    public async Task What_no_seller_can_do_yet_is_refused_by_field(string old, string replacement, string field)
    {
        _job.With(old, replacement);

        var fault = await Assert.ThrowsAsync<JobUnsupportedException>(() => JobPackage.PrepareAsync(_job.Path));

        Assert.Equal(field, fault.Field);
    }

    [Fact]
    public async Task Inputs_beyond_the_storage_asked_for_are_refused()
    {
        _job.With("  replication: 1", "  replication: 1\n  requirements: { storageMiB: 0 }");

        var fault = await Assert.ThrowsAsync<JobUnsupportedException>(() => JobPackage.PrepareAsync(_job.Path));

        Assert.Equal("terms.requirements.storageMiB", fault.Field);
    }

    [Fact]
    public async Task Malformed_manifest_names_line_and_field()
    {
        _job.With("duration: 10s", "duration: soon");

        var fault = await Assert.ThrowsAsync<ManifestException>(() => JobPackage.PrepareAsync(_job.Path));

        Assert.Contains(fault.Errors, error => error is { Line: 3, Field: "duration" });
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("fit.py")]
    public async Task What_is_no_job_is_named(string name)
    {
        var fault = await Assert.ThrowsAsync<JobFileException>(() => JobPackage.PrepareAsync(Path.Combine(_job.Path, name)));

        Assert.Contains(name, fault.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_input_is_named()
    {
        File.Delete(Path.Combine(_job.Path, "data.csv"));

        var fault = await Assert.ThrowsAsync<JobFileException>(() => JobPackage.PrepareAsync(_job.Path));

        Assert.Contains("data.csv", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_package()
    {
        string archive;
        await using (var package = await JobPackage.PrepareAsync(_job.Path))
        {
            archive = package.Archive.Name;
            Assert.True(File.Exists(archive));
        }

        Assert.False(File.Exists(archive));
    }
}
