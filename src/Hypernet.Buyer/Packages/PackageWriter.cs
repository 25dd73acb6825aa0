using System.Formats.Tar;
using System.IO.Compression;

namespace Hypernet.Buyer.Packages;

/// <summary>
/// Packs a folder into <c>program.tar.gz</c>. The same files give the same tar bytes: names in ordinal order, no owner,
/// no time; hidden files, <c>__pycache__</c> and the job's inputs stay out. A pipe is packed as an empty file.
/// </summary>
public static class PackageWriter
{
    private const long MostBytes = 256L << 20;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.UserWrite;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes the archive.</summary>
    /// <param name="folder">The folder that holds <c>job.yaml</c> and the program.</param>
    /// <param name="leftOut">Paths relative to the folder that are not packed: the job's inputs.</param>
    /// <param name="archive">Where the archive goes.</param>
    /// <param name="cancellationToken">Ends the packing.</param>
    /// <exception cref="PackageContentException">A link, or more than 256 MiB.</exception>
    public static async Task WriteAsync(
        string folder, IReadOnlySet<string> leftOut, Stream archive, CancellationToken cancellationToken = default)
    {
        await using var gzip = new GZipStream(archive, CompressionLevel.Optimal, leaveOpen: true);
        await using var writer = new TarWriter(gzip, TarEntryFormat.Ustar);
        long bytes = 0;
        foreach (string path in Files(folder).Order(StringComparer.Ordinal))
        {
            if (leftOut.Contains(path))
            {
                continue;
            }

            var file = new FileInfo(Path.Combine(folder, path));
            bytes += file.Length;
            if (bytes > MostBytes)
            {
                throw new PackageContentException(path, $"is beyond the {MostBytes >> 20} MiB of a package; name large data under inputs");
            }

            // A pipe or a socket has no length either: to open one would wait for somebody at its other end.
            await using var data = file.Length > 0 ? file.OpenRead() : Stream.Null;
            var entry = new UstarTarEntry(TarEntryType.RegularFile, path)
            {
                Mode = file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Readable | Executable : Readable,
                ModificationTime = DateTimeOffset.UnixEpoch,
                DataStream = data,
            };
            await writer.WriteEntryAsync(entry, cancellationToken);
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (item.Name.StartsWith('.') || item.Name == "__pycache__")
            {
                continue;
            }

            if (item.LinkTarget is not null)
            {
                throw new PackageContentException(item.Name, $"is a link to {item.LinkTarget}; packages hold regular files only");
            }

            if (item is DirectoryInfo inner)
            {
                foreach (string path in Files(inner.FullName))
                {
                    yield return $"{inner.Name}/{path}";
                }
            }
            else
            {
                yield return item.Name;
            }
        }
    }
}
