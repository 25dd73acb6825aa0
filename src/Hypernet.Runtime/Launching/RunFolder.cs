namespace Hypernet.Runtime.Launching;

/// <summary>The temporary folder of a run, which only its user can enter: the ranks' sockets.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hypernet-run-");

    /// <summary>Where the program of a rank reaches its runtime.</summary>
    public string SocketOf(LocalSeat seat) => Path.Combine(_folder.FullName, $"{seat}.sock");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
