using Hypernet.Testing;

namespace Hypernet.Sandbox;

/// <summary>A temporary folder that the launcher's user can read.</summary>
internal sealed class PublicFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PublicFolder() => Open(Path);

    public string Path => _folder.Path;

    public static void Open(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("777", 8));
        }
    }

    public void Write(string name, string text)
    {
        var file = new FileInfo(_folder.Of(name));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    public void Dispose() => _folder.Dispose();
}
