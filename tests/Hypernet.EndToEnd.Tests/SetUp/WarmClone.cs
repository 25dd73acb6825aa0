using Hypernet.Testing;

namespace Hypernet.EndToEnd.Tests.SetUp;

/// <summary>The runner of this checkout alone, in a folder of its own, where it finds that nothing is left to set up.</summary>
internal sealed class WarmClone : IDisposable
{
    // No inputs give the same stamp as inputs that are not there.
    private const string Warm = """
        import { stamped } from "./tools/stamps.js";
        for (const step of ["tools", "npm packages", "contracts", "tests", "command line"]) await stamped(step, [], async () => {});
        """;

    private const string CommandLine = "build/dotnet/bin/Hypernet.Cli";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    /// <summary>Makes the clone.</summary>
    public static async Task<WarmClone> CreateAsync()
    {
        var clone = new WarmClone();
        string tools = Directory.CreateDirectory(clone._folder.Of("tools")).FullName;
        foreach (string script in Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "tools"), "*.js"))
        {
            File.Copy(script, System.IO.Path.Combine(tools, System.IO.Path.GetFileName(script)));
        }

        File.Copy(System.IO.Path.Combine(Repository.Root, "package.json"), clone._folder.Of("package.json"));
        Directory.CreateDirectory(clone._folder.Of("tests"));
        Directory.CreateDirectory(clone._folder.Of("build/dotnet/bin"));
        Directory.CreateSymbolicLink(clone._folder.Of(CommandLine), System.IO.Path.Combine(Repository.Root, CommandLine));
        await using var warming = RunningCommand.Start(clone.Path, ["node", "--input-type=module", "--eval", Warm]);
        if ((await warming.EndAsync()).ExitCode != 0)
        {
            clone.Dispose();
            throw new InvalidOperationException($"The stamps were not written: {warming.Talk}");
        }

        return clone;
    }

    /// <summary>Starts the runner.</summary>
    public RunningCommand Start(params string[] args) => RunningCommand.Start(Path, ["node", "tools/run.js", .. args]);

    /// <summary>Takes the lock that a set-up holds, until disposal.</summary>
    public FileStream BeginSetUp() => new(_folder.Of("build/setup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
