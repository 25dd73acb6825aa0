using System.Globalization;

namespace Hypernet.Market;

/// <summary>Durations as people write them: <c>40s</c>, <c>20min</c>, <c>2h</c>, <c>7d</c>.</summary>
public static class DurationText
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("min", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a whole number, at most nine digits, with its unit; no space between.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach ((string suffix, TimeSpan unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                string digits = text[..^suffix.Length];
                bool isRead = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && digits.Length <= 9;
                duration = isRead && number <= TimeSpan.MaxValue / unit ? number * unit : default;
                return isRead && number <= TimeSpan.MaxValue / unit;
            }
        }

        return false;
    }

    /// <summary>Writes whole seconds in the largest unit that fits exactly.</summary>
    public static string Format(TimeSpan duration)
    {
        (string suffix, TimeSpan unit) = Units.OrderByDescending(candidate => candidate.Unit)
            .First(candidate => duration.Ticks % candidate.Unit.Ticks == 0 || candidate.Suffix == "s");
        return string.Create(CultureInfo.InvariantCulture, $"{(long)(duration / unit)}{suffix}");
    }
}
