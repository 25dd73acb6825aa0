namespace Hypernet.Server.Hosting;

/// <summary>Keeps a second server away from a data folder; the system releases it also when the process is killed.</summary>
internal static class DataFolderLock
{
    internal static IDisposable Take(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new DataFolderInUseException(folder, fault);
        }
    }
}
