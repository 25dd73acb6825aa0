namespace Hypernet.Client;

/// <summary>The text of a filter: terms <c>job:0x…</c> and <c>name:CheckpointSettled</c>, separated by commas.</summary>
public static class EventFilter
{
    /// <summary>The most terms that a filter may have.</summary>
    public const int MaxTerms = 17;

    /// <summary>Writes the filter of a query.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The text; null when everything passes.</returns>
    public static string? Format(EventQuery query)
    {
        IEnumerable<string> names = query.Names.Select(name => $"name:{name}");
        string text = string.Join(',', query.Job is null ? names : names.Prepend($"job:{query.Job}"));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The text; null or empty lets everything pass.</param>
    /// <param name="query">A query with the filter's job and names.</param>
    /// <param name="fault">What is wrong with the text; empty if nothing is.</param>
    /// <returns>Whether the text is a filter.</returns>
    public static bool TryParse(string? text, out EventQuery query, out string fault)
    {
        string[] terms = (text ?? string.Empty).Split(',', MaxTerms + 1, StringSplitOptions.RemoveEmptyEntries);
        string[] jobs = ValuesOf("job:", terms);
        string[] names = ValuesOf("name:", terms);
        query = new EventQuery { Job = jobs.FirstOrDefault(), Names = names };
        fault = terms.Length > MaxTerms ? $"A filter has at most {MaxTerms} terms."
            : jobs.Length > 1 ? "A filter names at most one job."
            : jobs.Length + names.Length < terms.Length ? "A filter's terms are job:ADDRESS and name:EVENT."
            : string.Empty;
        return fault.Length == 0;
    }

    private static string[] ValuesOf(string prefix, string[] terms)
        => [.. terms.Where(term => term.StartsWith(prefix, StringComparison.Ordinal)).Select(term => term[prefix.Length..])];
}
