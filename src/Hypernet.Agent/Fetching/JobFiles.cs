using Hypernet.Agent.Packages;
using Hypernet.Agent.Verifying;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Agent.Fetching;

/// <summary>
/// Brings a job's program and inputs to this machine, each checked by its SHA-256 and within bounds. What is there
/// already stays: a restart fetches nothing twice.
/// </summary>
internal sealed class JobFiles(HypernetClient client, JobFolder folder, PackageLimits limits)
{
    private const long MostPackageBytes = 64L << 20;

    // A character of UTF-8 has at most four bytes.
    private const long MostManifestBytes = 4L * JobManifest.MaxLength;

    /// <summary>Fetches and unpacks the package, fetches the inputs, and reads the manifest.</summary>
    /// <param name="terms">The job's terms, as they stand on chain.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    /// <exception cref="JobRefusedException">Something is hostile, too large, or beyond what this agent runs.</exception>
    /// <exception cref="JobNotReadyException">The artifact store does not have everything yet.</exception>
    /// <exception cref="ApiException">The server cannot be reached, or refuses.</exception>
    public async Task<JobManifest> FetchAsync(Terms terms, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder.Program))
        {
            await FetchAsync(terms.SpecHash, folder.Package, MostPackageBytes, "the program's package", cancellationToken);
            await UnpackAsync(cancellationToken);
        }

        var manifest = await ReadManifestAsync(cancellationToken);
        long left = terms.Requirements.StorageMiB << 20;
        foreach (var hash in manifest.Inputs.SelectMany(Hashes))
        {
            string path = InputPath(hash);
            if (!File.Exists(path))
            {
                await FetchAsync(hash, path, left, "an input", cancellationToken);
            }

            left -= new FileInfo(path).Length;
        }

        CheckPaths(manifest.Inputs);
        foreach (var input in manifest.Inputs.OfType<JobInput.Fetched>())
        {
            CheckPartition(input, terms.Groups);
        }

        return manifest;
    }

    /// <summary>Lays out what the program of one partition finds under <c>/input</c>, and returns that folder.</summary>
    public string LayOut(JobManifest manifest, int partition, int partitions)
    {
        string target = folder.Partition(partition);
        if (Directory.Exists(target))
        {
            return target;
        }

        string staging = $"{target}.part";
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        Directory.CreateDirectory(staging);
        foreach (var input in manifest.Inputs.OfType<JobInput.Fetched>())
        {
            string path = Path.Combine(staging, input.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            LayOut(input, path, partition, partitions);
        }

        Directory.Move(staging, target);
        return target;
    }

    // Files that are in each other's way would be found only when the inputs are laid out: after the seller has signed.
    private static void CheckPaths(IEnumerable<JobInput> inputs)
    {
        var taken = new HashSet<string>();
        string[] paths = [.. inputs.OfType<JobInput.Fetched>().Select(input => input.Path)];
        if (paths.FirstOrDefault(path => !taken.Add(path) || paths.Any(other => other.StartsWith($"{path}/", StringComparison.Ordinal))) is { } path)
        {
            throw new JobRefusedException($"input {path} is in the way of another input");
        }
    }

    private void CheckPartition(JobInput.Fetched input, int partitions)
    {
        if (input.Partition == InputPartition.FilePerPartition && input.Sha256.Count != partitions)
        {
            throw new JobRefusedException($"input {input.Path} has {input.Sha256.Count} files for {partitions} groups");
        }

        if (input.Partition == InputPartition.Rows)
        {
            try
            {
                using var whole = File.OpenRead(InputPath(input.Sha256[0]));
                Cut(input, whole, partitions);
            }
            catch (RowPartitionException fault)
            {
                throw new JobRefusedException($"input {input.Path} cannot be cut into rows: {fault.Message}", fault);
            }
        }
    }

    private static RowPartition Cut(JobInput.Fetched input, FileStream whole, int partitions) =>
        RowPartition.FormatOf(input.Path) is { } format
            ? RowPartition.Cut(whole, format, partitions)
            : throw new JobRefusedException($"input {input.Path} is of no format that is cut into rows");

    private void LayOut(JobInput.Fetched input, string path, int partition, int partitions)
    {
        switch (input.Partition)
        {
            case InputPartition.Whole:
                File.Copy(InputPath(input.Sha256[0]), path);
                break;
            case InputPartition.FilePerPartition:
                File.Copy(InputPath(input.Sha256[partition]), path);
                break;
            case InputPartition.Rows:
                using (var whole = File.OpenRead(InputPath(input.Sha256[0])))
                using (var part = File.Create(path))
                {
                    Cut(input, whole, partitions).Copy(whole, partition, part);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input.Partition, "The partition of an input is not known.");
        }
    }

    private static IEnumerable<Bytes32> Hashes(JobInput input) => input switch
    {
        JobInput.Fetched fetched when fetched.Sources.Contains(JobInput.Fetched.Store) => fetched.Sha256,
        JobInput.Fetched fetched => throw new JobRefusedException($"input {fetched.Path} names no source that this agent fetches from: it needs \"{JobInput.Fetched.Store}\" among its sources"),
        JobInput.Local local => throw new JobRefusedException($"the job needs the local data \"{local.Name}\", which this agent does not have"),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "The kind of input is not known."),
    };

    private string InputPath(Bytes32 hash) => Path.Combine(folder.Inputs, hash.ToString());

    private async Task FetchAsync(Bytes32 hash, string path, long mostBytes, string what, CancellationToken cancellationToken)
    {
        try
        {
            if (!await client.GetArtifactAsync(ArtifactId.Parse(hash.ToString()), path, mostBytes, cancellationToken))
            {
                throw new JobNotReadyException($"{what} ({hash}) is not in the artifact store");
            }
        }
        catch (Exception fault) when (fault is ArtifactTooLargeException or ArtifactMismatchException)
        {
            throw new JobRefusedException($"{what} is refused: {fault.Message}", fault);
        }
    }

    private async Task UnpackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PackageExtractor.ExtractAsync(folder.Package, folder.Program, limits, cancellationToken);
        }
        catch (PackageRefusedException refused)
        {
            throw new JobRefusedException(refused.Message, refused);
        }
    }

    private async Task<JobManifest> ReadManifestAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(folder.Program, JobManifest.FileName));
        if (file is not { Exists: true, Length: <= MostManifestBytes })
        {
            throw new JobRefusedException($"the package has no file {JobManifest.FileName} of at most {MostManifestBytes} bytes");
        }

        try
        {
            var manifest = JobManifest.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken));
            return manifest.Engine == Engine.Native
                ? manifest
                : throw new JobRefusedException($"the program needs the engine {manifest.Engine}, which this agent does not have");
        }
        catch (ManifestException fault)
        {
            throw new JobRefusedException($"the package's {JobManifest.FileName} cannot be read: {fault.Message}", fault);
        }
    }
}
