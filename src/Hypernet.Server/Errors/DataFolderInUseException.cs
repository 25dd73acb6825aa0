namespace Hypernet.Server;

/// <summary>Another server uses the data folder.</summary>
public sealed class DataFolderInUseException : ServerException
{
    internal DataFolderInUseException(string folder, Exception inner)
        : base($"The data folder {folder} is in use by another server.", "Name another folder, or stop the server that uses it.", inner)
    {
        Folder = folder;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }
}
