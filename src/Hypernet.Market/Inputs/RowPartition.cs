using System.Buffers;

namespace Hypernet.Market;

/// <summary>
/// A text file of one record a line, cut at line ends into parts that differ by at most one record; the larger parts
/// come first. Lines without a character are no records and stay with the record before them.
/// </summary>
public sealed class RowPartition
{
    private const int BufferLength = 1 << 16;

    private RowPartition(long headerLength, IReadOnlyList<RowRange> parts)
    {
        HeaderLength = headerLength;
        Parts = parts;
    }

    /// <summary>Bytes of the header line with its line end; 0 without a header.</summary>
    public long HeaderLength { get; }

    /// <summary>One range per group, in the file's order and without gap.</summary>
    public IReadOnlyList<RowRange> Parts { get; }

    /// <summary>The format that a path's extension names, or <see langword="null"/> for files that cannot be cut.</summary>
    public static RowFormat? FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" or ".TSV" => RowFormat.Csv,
        ".JSONL" or ".NDJSON" => RowFormat.JsonLines,
        _ => null,
    };

    /// <summary>Reads the file once, from its start, and decides where it is cut.</summary>
    /// <param name="file">The file, positioned at its start, seekable.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="parts">How many parts, at least 1.</param>
    /// <exception cref="RowPartitionException">A quoted field of a CSV file goes over a line end.</exception>
    public static RowPartition Cut(Stream file, RowFormat format, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        long start = file.Position;
        LineScan counted = Scan(file, new LineScan(format));
        file.Position = start;
        LineScan placed = Scan(file, new LineScan(format, counted.Records, parts));
        return new RowPartition(placed.HeaderLength, placed.Ranges());
    }

    /// <summary>Copies the header and one part.</summary>
    /// <param name="file">The file that was cut, seekable.</param>
    /// <param name="part">Which part, counted from 0.</param>
    /// <param name="target">Where the part goes.</param>
    /// <exception cref="EndOfStreamException">The file became shorter since it was cut.</exception>
    public void Copy(Stream file, int part, Stream target)
    {
        RowRange range = Parts[part];
        CopyBytes(file, 0, HeaderLength, target);
        CopyBytes(file, range.Offset, range.Length, target);
    }

    private static LineScan Scan(Stream file, LineScan scan)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
            {
                scan.Read(buffer.AsSpan(0, read));
            }

            scan.End();
            return scan;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyBytes(Stream file, long offset, long length, Stream target)
    {
        file.Position = offset;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            for (long left = length; left > 0;)
            {
                int part = (int)Math.Min(left, buffer.Length);
                file.ReadExactly(buffer, 0, part);
                target.Write(buffer, 0, part);
                left -= part;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
