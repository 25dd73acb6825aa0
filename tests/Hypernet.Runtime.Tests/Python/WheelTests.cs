using System.IO.Compression;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>The package as it is handed out: what src/bindings/python/pyproject.toml makes of it, installed in a folder of its own.</summary>
public sealed class WheelTests : IDisposable
{
    // PEP 517: a frontend calls the backend that pyproject.toml names, in the folder of the sources.
    private const string Build = """
        import importlib, os, sys, tomllib
        os.chdir(sys.argv[1])
        backend = tomllib.load(open("pyproject.toml", "rb"))["build-system"]["build-backend"]
        print(importlib.import_module(backend).build_wheel(sys.argv[2]))
        """;

    private const string Sum = """
        import hypernet
        with hypernet.connect() as job:
            print(hypernet.__file__, job.comm.sum(job.comm.rank + 0.5))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wheel_holds_the_whole_package_and_ranks_compute_with_it()
    {
        string source = Path.Combine(Repository.Root, "src", "bindings", "python");
        CopyTo(_folder.Of("source"), source);

        string told = await PythonProgram.OutputAsync(server: null, input: null, "-c", Build, _folder.Of("source"), _folder.Path);

        string wheel = told.Split('\n')[^1];
        Assert.Equal("hypernet-0.1.0-py3-none-any.whl", wheel);
        string site = _folder.Of("site");
        await ZipFile.ExtractToDirectoryAsync(_folder.Of(wheel), site);
        Assert.Equal(FilesOf(Path.Combine(source, "hypernet")), FilesOf(Path.Combine(site, "hypernet")));

        await using var ranks = await LocalRanks.JoinAsync(size: 2, packages: site);
        Assert.All(
            await ranks.OutputAsync("-c", Sum),
            line => Assert.Equal($"{Path.Combine(site, "hypernet", "__init__.py")} 2.0", line));
    }

    // The backend writes beside the sources.
    private static void CopyTo(string target, string source)
    {
        Directory.CreateDirectory(Path.Combine(target, "hypernet"));
        File.Copy(Path.Combine(source, "pyproject.toml"), Path.Combine(target, "pyproject.toml"));
        foreach (string file in FilesOf(Path.Combine(source, "hypernet")))
        {
            File.Copy(Path.Combine(source, "hypernet", file), Path.Combine(target, "hypernet", file));
        }
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order();
}
