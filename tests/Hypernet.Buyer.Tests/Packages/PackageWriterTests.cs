using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Hypernet.Buyer.Packages;
using Xunit;

namespace Hypernet.Buyer.Tests.Packages;

public sealed class PackageWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypernet-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Same_files_give_the_same_bytes_whatever_their_times()
    {
        Add("job.yaml", "name: x");
        Add("lib/b.py", "b");
        Add("lib/a.py", "a");
        byte[] first = await PackAsync();
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "job.yaml"), DateTime.UnixEpoch.AddYears(40));

        Assert.Equal(first, await PackAsync());
        Assert.Equal(["job.yaml", "lib/a.py", "lib/b.py"], await NamesAsync(first));
    }

    [Fact]
    public async Task Inputs_hidden_files_and_caches_stay_out()
    {
        Add("job.yaml", "name: x");
        Add("data.csv", "1");
        Add(".secret", "key");
        Add("__pycache__/fit.pyc", "x");

        Assert.Equal(["job.yaml"], await NamesAsync(await PackAsync("data.csv")));
    }

    [Fact]
    public async Task Executable_bit_is_kept()
    {
        Add("run.sh", "#!/bin/sh");
        File.SetUnixFileMode(Path.Combine(_folder, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using var reader = Open(await PackAsync());

        Assert.True((await reader.GetNextEntryAsync())!.Mode.HasFlag(UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task Link_is_refused_by_name()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "passwords"), "/etc/passwd");

        var refused = await Assert.ThrowsAsync<PackageContentException>(() => PackAsync());

        Assert.Equal("passwords", refused.Path);
    }

    private static TarReader Open(byte[] archive) => new(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));

    [Fact]
    public async Task Pipe_is_packed_as_an_empty_file_and_not_waited_for()
    {
        using (var making = Process.Start("mkfifo", [Path.Combine(_folder, "pipe")]))
        {
            await making.WaitForExitAsync();
        }

        byte[] archive = await Task.Run(() => PackAsync()).WaitAsync(TimeSpan.FromMinutes(1));

        using var reader = Open(archive);
        var entry = (await reader.GetNextEntryAsync())!;
        Assert.Equal(("pipe", 0L, TarEntryType.RegularFile), (entry.Name, entry.Length, entry.EntryType));
    }

    private static async Task<List<string>> NamesAsync(byte[] archive)
    {
        using var reader = Open(archive);
        List<string> names = [];
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private void Add(string path, string content)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    private async Task<byte[]> PackAsync(params string[] leftOut)
    {
        using var archive = new MemoryStream();
        await PackageWriter.WriteAsync(_folder, leftOut.ToHashSet(), archive);
        return archive.ToArray();
    }
}
