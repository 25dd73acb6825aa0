using System.Security.Cryptography;
using Hypernet.Market;

namespace Hypernet.Buyer.Packages;

/// <summary>
/// The inputs of a manifest as files beside it. With file-per-partition the file of group 2 of <c>data.csv</c> is
/// <c>data-2.csv</c>.
/// </summary>
internal static class InputFiles
{
    public static async Task<IReadOnlyList<InputFile>> CheckAsync(string folder, JobManifest manifest, CancellationToken cancellationToken)
    {
        var files = new List<InputFile>();
        long left = manifest.Terms.Requirements.StorageMiB << 20;
        foreach (var input in manifest.Inputs.OfType<JobInput.Fetched>())
        {
            for (int i = 0; i < input.Sha256.Count; i++)
            {
                var file = await CheckAsync(folder, NameOf(input, i), input.Sha256[i], cancellationToken);
                left -= file.Bytes;
                files.Add(file);
            }

            if (input.Partition == InputPartition.Rows)
            {
                EnsureRows(folder, input.Path, manifest.Terms.Groups);
            }
        }

        return left >= 0
            ? files
            : throw new JobUnsupportedException(
                "terms.requirements.storageMiB",
                $"the inputs have {files.Sum(file => file.Bytes)} bytes, sellers would give {manifest.Terms.Requirements.StorageMiB} MiB; ask for more");
    }

    private static string NameOf(JobInput.Fetched input, int group) => input.Partition == InputPartition.FilePerPartition
        ? $"{Path.ChangeExtension(input.Path, null)}-{group}{Path.GetExtension(input.Path)}"
        : input.Path;

    private static async Task<InputFile> CheckAsync(string folder, string path, Bytes32 expected, CancellationToken cancellationToken)
    {
        try
        {
            await using var data = File.OpenRead(Path.Combine(folder, path));
            var found = new Bytes32(await SHA256.HashDataAsync(data, cancellationToken));
            return found == expected ? new InputFile(path, found, data.Length) : throw new InputHashException(path, expected, found);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new JobFileException(Path.Combine(folder, path), $"is named as an input and cannot be read: {fault.Message}", fault);
        }
    }

    private static void EnsureRows(string folder, string path, int groups)
    {
        using var data = File.OpenRead(Path.Combine(folder, path));
        try
        {
            RowPartition.Cut(data, RowPartition.FormatOf(path)!.Value, groups);
        }
        catch (RowPartitionException fault)
        {
            throw new JobFileException(Path.Combine(folder, path), $"cannot be cut into rows: {fault.Message}", fault);
        }
    }
}
