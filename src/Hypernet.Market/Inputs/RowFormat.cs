namespace Hypernet.Market;

/// <summary>Text formats of one record a line that <see cref="RowPartition"/> cuts.</summary>
public enum RowFormat
{
    /// <summary>Comma- or tab-separated values: the first line is the header, kept in every part.</summary>
    Csv,

    /// <summary>One JSON value a line, no header.</summary>
    JsonLines,
}
