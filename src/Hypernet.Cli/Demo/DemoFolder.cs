using Hypernet.Sandbox;

namespace Hypernet.Cli.Demo;

/// <summary>The demo's temporary folder: all that it makes lies there, and goes with it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder; users of other agents can enter it.</summary>
    public DemoFolder()
    {
        Root = Directory.CreateTempSubdirectory("hypernet-demo-").FullName;
        File.SetUnixFileMode(Root, Everybody);
        Directory.CreateDirectory(Logs, OwnerOnly);
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The output of all processes.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Where the contracts are on the demo's chain.</summary>
    public string Deployment => Path.Combine(Root, "deployment.json");

    /// <summary>Where the chain's node writes down where it is.</summary>
    public string ChainState => Path.Combine(Root, "chain.json");

    /// <summary>The log of one process.</summary>
    public string Log(string name) => Path.Combine(Logs, $"{name}.log");

    /// <summary>A folder in it, made if need be: for its owner alone.</summary>
    public string Private(string name) => Directory.CreateDirectory(Path.Combine(Root, name), OwnerOnly).FullName;

    /// <summary>Copies a folder into it, for everybody to read.</summary>
    public string Publish(string source, string name, Func<string, bool> isWanted)
    {
        string target = Path.Combine(Root, name);
        Copy(new DirectoryInfo(source), target, isWanted);
        return target;
    }

    /// <summary>The folder of this program, as all users can read it: a clone may lie where only root can, and then a copy is made here.</summary>
    public string PublishBinaries() => HostUser.Current.IsRoot
        ? Publish(AppContext.BaseDirectory, "bin", IsOfThisPlatform)
        : AppContext.BaseDirectory;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static bool IsOfThisPlatform(string folder) =>
        !folder.Contains("/runtimes/", StringComparison.Ordinal) || folder.Contains("/runtimes/linux-x64", StringComparison.Ordinal);

    private static void Copy(DirectoryInfo source, string target, Func<string, bool> isWanted)
    {
        Directory.CreateDirectory(target, Everybody);
        foreach (var file in source.EnumerateFiles())
        {
            string copy = Path.Combine(target, file.Name);
            file.CopyTo(copy);
            File.SetUnixFileMode(copy, file.UnixFileMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        foreach (var folder in source.EnumerateDirectories().Where(folder => isWanted(folder.FullName)))
        {
            Copy(folder, Path.Combine(target, folder.Name), isWanted);
        }
    }
}
