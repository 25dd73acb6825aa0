namespace Hypernet.Cli;

/// <summary>Rows for people: columns as wide as their widest cell, two spaces between them.</summary>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [columns];

    /// <summary>Adds a row with one cell per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes head and rows, each behind an indentation.</summary>
    public void Write(TextWriter output, string indentation = "")
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            output.WriteLine($"{indentation}{line}".TrimEnd());
        }
    }
}
