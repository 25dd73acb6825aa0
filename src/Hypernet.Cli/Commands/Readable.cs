using System.Globalization;
using Hypernet.Market;

namespace Hypernet.Cli.Commands;

/// <summary>How values are said to people.</summary>
internal static class Readable
{
    private const int ShownDigits = 10;

    /// <summary>An amount of the API, which counts in the smallest unit, as an amount.</summary>
    public static Amount Units(string text) => new(UInt128.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>An amount in whole tokens.</summary>
    public static string Hyt(Amount amount) => $"{amount} HYT";

    /// <summary>A time span: <c>12 s</c>, <c>41 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 0 } => "0 s",
        { TotalMinutes: < 2 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 2 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };

    /// <summary>A size in bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
    };

    /// <summary>How many of a thing: <c>1 group</c>, <c>3 groups</c>.</summary>
    public static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    /// <summary>A moment, UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Text that a stranger wrote, without what would steer a terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) && character != '\n' ? '\uFFFD' : character));

    /// <summary>The first digits of a hash or an address.</summary>
    public static string Short(string hex) => hex.Length > ShownDigits ? $"{hex[..ShownDigits]}…" : hex;
}
