using System.Collections.Immutable;
using System.Globalization;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Run;

/// <summary>What the ranks of a local run find as their input: as in the market, where each rank has a partition.</summary>
internal sealed class LocalInput : IDisposable
{
    private readonly DirectoryInfo? _copies;

    private LocalInput(ImmutableArray<string> folders, DirectoryInfo? copies) => (Folders, _copies) = (folders, copies);

    /// <summary>The folder of each rank.</summary>
    public ImmutableArray<string> Folders { get; }

    /// <summary>Prepares a folder, which every rank sees, or a file, of which every rank sees its part; all of it if it has no rows.</summary>
    /// <exception cref="CommandException">It is not there, or its rows cannot be cut.</exception>
    public static LocalInput Prepare(string path, int ranks)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return new LocalInput([.. Enumerable.Repeat(full, ranks)], null);
        }

        var copies = Directory.CreateTempSubdirectory("hypernet-input-");
        var input = new LocalInput(
            [.. Enumerable.Range(0, ranks).Select(rank => copies.CreateSubdirectory(rank.ToString(CultureInfo.InvariantCulture)).FullName)], copies);
        try
        {
            input.Fill(full);
            return input;
        }
        catch (Exception fault)
        {
            input.Dispose();
            throw fault switch
            {
                RowPartitionException rows => new CommandException(ExitCode.Misused, $"{path} cannot be cut into rows: {rows.Message}"),
                FileNotFoundException or DirectoryNotFoundException => new CommandException(ExitCode.NotFound, $"there is no {path}"),
                IOException or UnauthorizedAccessException => new CommandException(ExitCode.Failed, $"{path} cannot be read: {fault.Message}"),
                _ => fault,
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _copies?.Delete(recursive: true);

    private void Fill(string file)
    {
        string name = Path.GetFileName(file);
        using var whole = File.OpenRead(file);
        if (RowPartition.FormatOf(file) is not { } format)
        {
            foreach (string folder in Folders)
            {
                File.CreateSymbolicLink(Path.Combine(folder, name), file);
            }

            return;
        }

        var partition = RowPartition.Cut(whole, format, Folders.Length);
        for (int rank = 0; rank < Folders.Length; rank++)
        {
            using var part = File.Create(Path.Combine(Folders[rank], name));
            partition.Copy(whole, rank, part);
        }
    }
}
