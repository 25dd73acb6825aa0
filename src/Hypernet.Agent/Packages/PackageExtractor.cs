using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Hypernet.Agent.Packages;

/// <summary>
/// Unpacks a stranger's <c>program.tar.gz</c>: regular files and folders only, below the target only, within
/// <see cref="PackageLimits"/>. Owners and times in the archive are ignored; of the mode only "executable" is kept.
/// </summary>
internal static class PackageExtractor
{
    private const long FreeBytes = 1 << 20;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Unpacks into a folder that does not exist yet; leaves nothing there when the package is refused.</summary>
    /// <exception cref="PackageRefusedException">The archive is broken, hostile, or larger than the limits.</exception>
    public static async Task ExtractAsync(string archive, string folder, PackageLimits limits, CancellationToken cancellationToken)
    {
        string staging = $"{folder}.part";
        DeleteFolder(staging);
        Directory.CreateDirectory(staging);
        try
        {
            await UnpackAsync(archive, staging, limits, cancellationToken);
            Directory.Move(staging, folder);
        }
        // IOException: a file where another entry wants a folder, or a name that no file system takes.
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new PackageRefusedException("", $"it is not a readable tar.gz archive ({fault.Message})", fault);
        }
        finally
        {
            DeleteFolder(staging);
        }
    }

    private static async Task UnpackAsync(string archive, string folder, PackageLimits limits, CancellationToken cancellationToken)
    {
        await using var packed = File.OpenRead(archive);
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        await using var bounded = new BoundedReadStream(gzip, BytesAllowed(packed.Length, limits));
        await using var reader = new TarReader(bounded);
        int entries = 0;
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (++entries > limits.Entries)
            {
                throw new PackageRefusedException(entry.Name, $"is one more than the {limits.Entries} entries allowed");
            }

            string path = Path.Combine(folder, SafeName(entry.Name, limits));
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(path);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    await WriteAsync(entry, path, cancellationToken);
                    break;
                default:
                    throw new PackageRefusedException(entry.Name, $"is a {entry.EntryType}; only regular files and folders are unpacked");
            }
        }

        if (entries == 0)
        {
            throw new PackageRefusedException("", "it is empty");
        }
    }

    private static long BytesAllowed(long packed, PackageLimits limits) =>
        Math.Min(limits.Bytes + (limits.Entries * 1024L), FreeBytes + (packed * limits.Ratio));

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Path.Exists(path))
        {
            throw new PackageRefusedException(entry.Name, "comes twice");
        }

        var options = new FileStreamOptions
        {
            Access = FileAccess.Write,
            Mode = FileMode.CreateNew,
            UnixCreateMode = (entry.Mode & UnixFileMode.UserExecute) != 0 ? Readable | Executable : Readable,
        };
        await using var file = new FileStream(path, options);
        if (entry.DataStream is { } data)
        {
            await data.CopyToAsync(file, cancellationToken);
        }
    }

    private static string SafeName(string name, PackageLimits limits)
    {
        if (Encoding.UTF8.GetByteCount(name) > limits.NameBytes)
        {
            throw new PackageRefusedException(name[..32] + "…", $"has a name longer than {limits.NameBytes} bytes");
        }

        if (name.Contains('\0', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(name))
        {
            throw new PackageRefusedException(name, "has an absolute path or a forbidden character");
        }

        string[] parts = [.. name.Split('/').Where(part => part is not ("" or "."))];
        if (parts.Length == 0 || parts.Contains(".."))
        {
            return name is "./" or "." ? "." : throw new PackageRefusedException(name, "leads out of the package");
        }

        return parts.Length > limits.Depth
            ? throw new PackageRefusedException(name, $"lies deeper than {limits.Depth} folders")
            : Path.Combine(parts);
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
