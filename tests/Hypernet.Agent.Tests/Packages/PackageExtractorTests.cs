using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hypernet.Agent.Packages;
using Xunit;

namespace Hypernet.Agent.Tests.Packages;

public sealed class PackageExtractorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypernet-extractor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_and_folders_are_unpacked_with_their_executable_bit()
    {
        string target = await ExtractAsync(
            File("job.yaml", "name: x\n"),
            File("bin/run.sh", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserExecute));

        Assert.Equal("name: x\n", await System.IO.File.ReadAllTextAsync(Path.Combine(target, "job.yaml")));
        Assert.True(System.IO.File.GetUnixFileMode(Path.Combine(target, "bin/run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(System.IO.File.GetUnixFileMode(Path.Combine(target, "job.yaml")).HasFlag(UnixFileMode.UserExecute));
    }

    public static TheoryData<string> HostileNames() =>
        new("../out", "a/../../out", "/etc/out", "a\\b", "..", new string('n', 600), string.Join('/', Enumerable.Repeat("d", 40)));

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task Entry_that_would_leave_the_folder_is_refused_and_nothing_stays(string name)
    {
        await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(File("good", "x"), File(name, "x")));

        Assert.False(Directory.Exists(Path.Combine(_folder, "target")));
        Assert.Equal(["package.tar.gz"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public async Task Links_pipes_and_devices_are_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "odd");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        var refused = await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(entry));

        Assert.Equal("odd", refused.Entry);
    }

    [Fact]
    public async Task Same_name_twice_is_refused()
    {
        await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(File("a", "1"), File("a", "2")));
    }

    [Fact]
    public async Task File_in_the_place_of_a_folder_is_refused()
    {
        await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(File("a", "1"), File("a/b", "2")));
    }

    [Fact]
    public async Task Name_that_no_file_system_takes_is_refused()
    {
        await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(File(new string('n', 300), "1")));
    }

    [Fact]
    public async Task Bomb_is_refused_before_it_has_unpacked()
    {
        var bomb = new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new MemoryStream(new byte[64 << 20]) };

        var refused = await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(bomb));

        Assert.Contains("unpacks to more than", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_entries_than_allowed_are_refused()
    {
        TarEntry[] entries = [.. Enumerable.Range(0, 20).Select(number => File($"f{number}", "x"))];

        await Assert.ThrowsAsync<PackageRefusedException>(() => ExtractAsync(new PackageLimits { Entries = 19 }, entries));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no archive")]
    public async Task What_is_no_archive_is_refused(string content)
    {
        string archive = Path.Combine(_folder, "package.tar.gz");
        await System.IO.File.WriteAllTextAsync(archive, content);

        await Assert.ThrowsAsync<PackageRefusedException>(() =>
            PackageExtractor.ExtractAsync(archive, Path.Combine(_folder, "target"), new PackageLimits(), CancellationToken.None));
    }

    [Fact]
    public async Task Archive_cut_short_is_refused()
    {
        string archive = Write([File("data", new string('x', 100_000))]);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(archive);
        await System.IO.File.WriteAllBytesAsync(archive, bytes[..(bytes.Length / 2)]);

        await Assert.ThrowsAsync<PackageRefusedException>(() =>
            PackageExtractor.ExtractAsync(archive, Path.Combine(_folder, "target"), new PackageLimits(), CancellationToken.None));
    }

    private static PaxTarEntry File(string name, string content, UnixFileMode mode = UnixFileMode.UserRead) =>
        new(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private Task<string> ExtractAsync(params TarEntry[] entries) => ExtractAsync(new PackageLimits(), entries);

    private async Task<string> ExtractAsync(PackageLimits limits, params TarEntry[] entries)
    {
        string target = Path.Combine(_folder, "target");
        await PackageExtractor.ExtractAsync(Write(entries), target, limits, CancellationToken.None);
        return target;
    }

    private string Write(TarEntry[] entries)
    {
        string archive = Path.Combine(_folder, "package.tar.gz");
        using var writer = new TarWriter(new GZipStream(System.IO.File.Create(archive), CompressionLevel.Fastest), TarEntryFormat.Pax);
        foreach (var entry in entries)
        {
            writer.WriteEntry(entry);
        }

        return archive;
    }
}
