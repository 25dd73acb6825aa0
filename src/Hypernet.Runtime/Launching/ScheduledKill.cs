using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>A rank, or a replica of one, that is killed on purpose (SIGKILL): after a time, or at a point of its program.</summary>
public sealed record ScheduledKill
{
    private const string OperationsSuffix = "op";
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    private ScheduledKill()
    {
    }

    /// <summary>Whom.</summary>
    public required int Rank { get; init; }

    /// <summary>Which of the rank's programs. Default: the only one.</summary>
    public int? Replica { get; init; }

    /// <summary>How long after the launch; null if at an operation.</summary>
    public TimeSpan? After { get; private init; }

    /// <summary>As soon as the rank has contributed to this many collective operations; at 0, when it calls the first, which is not contributed to. Null if after a time.</summary>
    public int? Operations { get; private init; }

    /// <summary>A kill after a time.</summary>
    /// <param name="rank">Whom.</param>
    /// <param name="after">How long after the launch.</param>
    public static ScheduledKill AfterTime(int rank, TimeSpan after) => new() { Rank = rank, After = after };

    /// <summary>A kill at an operation.</summary>
    /// <param name="rank">Whom.</param>
    /// <param name="operations">See <see cref="Operations"/>.</param>
    public static ScheduledKill AfterOperations(int rank, int operations) => new() { Rank = rank, Operations = operations };

    /// <summary>Reads <c>3@1s</c>, of a replica <c>3.1@1s</c>, <c>3@200ms</c>, <c>3@1min</c> or, after operations, <c>3@2op</c>.</summary>
    /// <param name="text">From the command line.</param>
    /// <returns>The kill, or null if the text is none.</returns>
    public static ScheduledKill? Parse(string text)
    {
        string[] parts = text.Split('@');
        string[] place = parts[0].Split('.');
        if (parts.Length != 2 || place.Length > 2 || ParseNumber(place[0]) is not { } rank)
        {
            return null;
        }

        int? replica = place.Length == 2 ? ParseNumber(place[1]) : null;
        return place.Length == 2 && replica is null ? null : ParseWhen(parts[1], rank) is { } kill ? kill with { Replica = replica } : null;
    }

    private static int? ParseNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static ScheduledKill? ParseWhen(string text, int rank)
    {

        if (text.EndsWith(OperationsSuffix, StringComparison.Ordinal))
        {
            return ParseNumber(text[..^OperationsSuffix.Length]) is { } operations ? AfterOperations(rank, operations) : null;
        }

        return ParseTime(text) is { } after ? AfterTime(rank, after) : null;
    }

    /// <summary>Reads a span of at most a day, such as <c>200ms</c>, <c>1.5s</c> or <c>2min</c>.</summary>
    /// <param name="text">From the command line.</param>
    /// <returns>The span, or null if the text is none.</returns>
    public static TimeSpan? ParseTime(string text)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count * unit is var span && span <= TimeSpan.FromDays(1))
            {
                return span;
            }
        }

        return null;
    }
}
