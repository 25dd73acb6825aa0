namespace Hypernet.Agent;

/// <summary>Files of which a process that comes later finds all or nothing, also after a crash.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file; returns when it is on the disk.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string part = $"{path}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        await using (var file = new FileStream(part, options))
        {
            await file.WriteAsync(bytes, cancellationToken);
        }

        File.Move(part, path, overwrite: true);
    }
}
