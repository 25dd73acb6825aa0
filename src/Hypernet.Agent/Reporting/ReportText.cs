using Hypernet.Client;

namespace Hypernet.Agent.Reporting;

/// <summary>What a program says, as short and plain as a report takes it.</summary>
internal static class ReportText
{
    // What can make up the bytes of a tail: more need not be looked at.
    private const int MostCharacters = TelemetryReport.MaxTailBytes;

    /// <summary>The beginning of a line; null if nothing is in it.</summary>
    public static string? Line(string line)
    {
        string plain = PlainText.Of(line[..Math.Min(line.Length, TelemetryReport.MaxSaidBytes)].ReplaceLineEndings(" ").Replace('\t', ' ')).Trim();
        while (PlainText.End(plain, TelemetryReport.MaxSaidBytes).Length < plain.Length)
        {
            // A character may be two chars; what is left of it is no text.
            plain = PlainText.Of(plain[..^1]).TrimEnd('\uFFFD');
        }

        return plain.Length > 0 ? plain : null;
    }

    /// <summary>The last lines that fit, whole ones unless a single one is longer; null if there are none.</summary>
    public static string? Tail(string? errors)
    {
        string text = (errors ?? "").ReplaceLineEndings("\n").Replace('\t', ' ').TrimEnd();
        string plain = PlainText.Of(text[Math.Max(0, text.Length - MostCharacters)..]);
        string end = PlainText.End(plain, TelemetryReport.MaxTailBytes);
        int cut = text.Length - end.Length;
        int line = end.IndexOf('\n', StringComparison.Ordinal);
        bool isCutInLine = cut > 0 && text[cut - 1] != '\n';
        end = (isCutInLine && line >= 0 ? end[(line + 1)..] : end).TrimStart('\n');
        return end.Length > 0 ? end : null;
    }
}
