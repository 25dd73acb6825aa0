using System.Globalization;
using Hypernet.Client;
using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Server.Errors;

namespace Hypernet.Server.Paging;

/// <summary>Which page of a list is asked for. The key is opaque to clients: order and name of the last item before it.</summary>
internal sealed record PageRequest(RowCursor? After, int Limit)
{
    internal const int DefaultLimit = 100;
    internal const int MaxLimit = 1000;
    private const int MaxKeyLength = 200;
    private const char Separator = '~';

    internal static bool TryRead(string? after, string? limit, out PageRequest page, out string fault)
    {
        int count = DefaultLimit;
        RowCursor? cursor = null;
        fault = limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MaxLimit)
            ? $"'{Problems.Shorten(limit)}' is no limit from 1 to {MaxLimit}."
            : after is not null && !TryParse(after, out cursor)
            ? $"'{Problems.Shorten(after)}' is no key of a page."
            : string.Empty;
        page = new PageRequest(cursor, count);
        return fault.Length == 0;
    }

    internal static string Format(RowCursor cursor) => string.Create(CultureInfo.InvariantCulture, $"{cursor.Order}{Separator}{cursor.Key}");

    internal static Page<TView> Answer<T, TView>(Listing<T> found, Func<T, TView> view) => new()
    {
        Items = [.. found.Items.Select(view)],
        Next = found.Next is { } next ? Format(next) : null,
        Position = found.Position,
    };

    private static bool TryParse(string text, out RowCursor? cursor)
    {
        string[] parts = text.Split(Separator, 2);
        bool isKey = text.Length <= MaxKeyLength && parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        cursor = isKey ? new RowCursor(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]) : null;
        return isKey;
    }
}
