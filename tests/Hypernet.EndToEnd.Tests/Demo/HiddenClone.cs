using Hypernet.Testing;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>
/// What the demo needs of this checkout, copied below a folder that only its owner can enter; agents of a demo that root
/// starts run as others. What the demo leaves in the folder for temporary files can be told from what others leave.
/// </summary>
internal sealed class HiddenClone : IDisposable
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Binaries = "build/dotnet/bin/Hypernet.Cli/debug";
    private static readonly string[] Needed = ["hardhat.config.js", "package.json", "contracts", "deployment", "docs/examples", "tools/contracts", "tools/processes.js", "build/contracts", Binaries];

    private readonly TemporaryFolder _owners = new();
    private readonly TemporaryFolder _temporary = new();

    private HiddenClone() => File.SetUnixFileMode(Temporary, Everybody);

    /// <summary>The folder for temporary files of what runs here.</summary>
    public string Temporary => _temporary.Path;

    private string Root => _owners.Of("clone");

    /// <summary>Makes the copy.</summary>
    public static async Task<HiddenClone> CreateAsync()
    {
        var clone = new HiddenClone();
        Directory.CreateDirectory(clone.Root);
        File.CreateSymbolicLink(Path.Combine(clone.Root, "node_modules"), Path.Combine(Repository.Root, "node_modules"));
        await using var copying = RunningCommand.Start(Repository.Root, ["cp", "-a", "--parents", .. Needed, clone.Root]);
        if ((await copying.EndAsync()).ExitCode != 0)
        {
            clone.Dispose();
            throw new InvalidOperationException($"The checkout was not copied: {copying.Talk}");
        }

        return clone;
    }

    /// <summary>Starts <c>hypernet demo --json</c>.</summary>
    /// <param name="more">More options.</param>
    public RunningCommand StartDemo(params IEnumerable<string> more) =>
        RunningCommand.Start(Root, ["dotnet", Path.Combine(Root, Binaries, "hypernet.dll"), "demo", "--json", .. more], Temporary);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owners.Dispose();
        _temporary.Dispose();
    }
}
