namespace Hypernet.Ethereum;

/// <summary>Folders (0700) and files (0600) that nobody but their owner can read; on Windows the user profile's rules stand for that.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the folder unless it is there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FileAccessMode | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Opens a file for writing and reading; no other process can open it so meanwhile.</summary>
    public static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        return new FileStream(path, options);
    }
}
