using System.Text;

namespace Hypernet.Contracts.Generator;

/// <summary>Lines of C#, indented by their braces.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.StartsWith("}", System.StringComparison.Ordinal))
        {
            _depth--;
        }

        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }

        _text.Append('\n');
        if (line == "{")
        {
            _depth++;
        }
    }

    public void Lines(params string[] lines)
    {
        foreach (string line in lines)
        {
            Line(line);
        }
    }

    public override string ToString() => _text.ToString();
}
