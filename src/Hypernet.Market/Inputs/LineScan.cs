namespace Hypernet.Market;

/// <summary>Counts the records of a text file and, told their number, finds the offsets at which its parts begin.</summary>
internal sealed class LineScan(RowFormat format, long total = 0, int parts = 1)
{
    private readonly long[] _starts = new long[parts];
    private long _line = 1;
    private long _lineLength;
    private long _lineStart;
    private int _opened;
    private bool _isQuoteOpen;

    public long Records { get; private set; }

    public long HeaderLength { get; private set; }

    public long Length { get; private set; }

    private bool IsHeader => format == RowFormat.Csv && _line == 1;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? bytes : bytes[..end];
            _isQuoteOpen ^= format == RowFormat.Csv && (text.Count((byte)'"') & 1) == 1;
            _lineLength += text.Length - text.Count((byte)'\r');
            Length += text.Length;
            if (end < 0)
            {
                return;
            }

            Length++;
            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    public void End()
    {
        if (_lineLength > 0)
        {
            EndLine();
        }

        // Parts beyond the last record are empty and lie at the end.
        _starts.AsSpan(_opened).Fill(Length);
    }

    public RowRange[] Ranges()
    {
        var ranges = new RowRange[parts];
        for (int part = 0; part < parts; part++)
        {
            long end = part + 1 < parts ? _starts[part + 1] : Length;
            long start = part > 0 ? _starts[part] : HeaderLength;
            ranges[part] = new RowRange(RecordsOf(part), start, end - start);
        }

        return ranges;
    }

    private long RecordsOf(int part) => (total / parts) + (part < total % parts ? 1 : 0);

    private long FirstRecordOf(int part) => (part * (total / parts)) + Math.Min(part, total % parts);

    private void EndLine()
    {
        if (_isQuoteOpen)
        {
            throw new RowPartitionException(_line, "a quoted field goes over the line end, so a row is not a line; pack the parts yourself (file-per-partition) or take the file whole.");
        }

        if (IsHeader)
        {
            HeaderLength = Length;
        }
        else if (_lineLength > 0)
        {
            if (_opened < parts && Records == FirstRecordOf(_opened))
            {
                _starts[_opened++] = _lineStart;
            }

            Records++;
        }

        _lineStart = Length;
        _lineLength = 0;
        _line++;
    }
}
