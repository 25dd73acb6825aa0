using System.Security.Cryptography;
using Hypernet.Buyer.Packages;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job ready to be uploaded: the packed program, and inputs that are what the manifest says.</summary>
public sealed class JobPackage : IAsyncDisposable
{
    // What agents of this version fetch.
    private const long MostBytes = 64L << 20;

    private JobPackage(string folder, JobManifest manifest, IReadOnlyList<InputFile> inputs, FileStream archive, Bytes32 specHash)
    {
        Folder = folder;
        Manifest = manifest;
        Inputs = inputs;
        Archive = archive;
        SpecHash = specHash;
    }

    /// <summary>The folder that it was packed from.</summary>
    public string Folder { get; }

    /// <summary>The manifest.</summary>
    public JobManifest Manifest { get; }

    /// <summary>Files that sellers fetch beside the package.</summary>
    public IReadOnlyList<InputFile> Inputs { get; }

    /// <summary>SHA-256 of the packed program.</summary>
    public Bytes32 SpecHash { get; }

    /// <summary>Bytes of the packed program.</summary>
    public long Bytes => Archive.Length;

    /// <summary><c>program.tar.gz</c>: a file that is gone with this object.</summary>
    internal FileStream Archive { get; }

    /// <summary>Reads the manifest, checks the inputs beside it, and packs the program.</summary>
    /// <param name="path">A <c>job.yaml</c>, or the folder that holds one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ManifestException">The manifest is malformed; every error has line and field.</exception>
    /// <exception cref="JobUnsupportedException">It asks for what no seller of this version can do.</exception>
    /// <exception cref="JobFileException">A file is missing, or cannot be packed or partitioned.</exception>
    /// <exception cref="InputHashException">An input is another file than the manifest says.</exception>
    /// <exception cref="PackageContentException">The program cannot be packed.</exception>
    public static async Task<JobPackage> PrepareAsync(string path, CancellationToken cancellationToken = default)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, JobManifest.FileName) : path;
        if (Path.GetFileName(file) != JobManifest.FileName)
        {
            throw new JobFileException(path, $"is no {JobManifest.FileName}: name one, or the folder that holds it");
        }

        var manifest = JobManifest.Parse(await ReadAsync(file, cancellationToken));
        ManifestSupport.Ensure(manifest);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var inputs = await InputFiles.CheckAsync(folder, manifest, cancellationToken);
        var archive = Temporary();
        try
        {
            var leftOut = inputs.Select(input => input.Path).ToHashSet(StringComparer.Ordinal);
            await PackageWriter.WriteAsync(folder, leftOut, archive, cancellationToken);
            if (archive.Length > MostBytes)
            {
                throw new JobFileException(folder, $"makes a package of {archive.Length >> 20} MiB, sellers take {MostBytes >> 20}: name large data under inputs");
            }

            archive.Position = 0;
            var specHash = new Bytes32(await SHA256.HashDataAsync(archive, cancellationToken));
            return new JobPackage(folder, manifest, inputs, archive, specHash);
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Archive.DisposeAsync();

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new JobFileException(file, $"cannot be read: {fault.Message}", fault);
        }
    }

    private static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), $"hypernet-{Guid.NewGuid():N}.tar.gz"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
}
