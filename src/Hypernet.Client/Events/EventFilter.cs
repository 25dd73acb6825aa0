namespace Hypernet.Client;

/// <summary>The text of a filter: terms <c>job:0x…</c> and <c>name:CheckpointSettled</c>, separated by commas.</summary>
public static class EventFilter
{
    /// <summary>The most terms a filter may have.</summary>
    public const int MaxTerms = 17;

    /// <summary>Writes the filter of a query.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The text; null when everything passes.</returns>
    public static string? Format(EventQuery query)
    {
        IEnumerable<string> terms = query.Names.Select(name => $"name:{name}");
        string text = string.Join(',', query.Job is null ? terms : terms.Prepend($"job:{query.Job}"));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The text; null or empty lets everything pass.</param>
    /// <returns>A query with the filter's job and names.</returns>
    /// <exception cref="FormatException">A term is unknown, or there are too many; the message says which.</exception>
    public static EventQuery Parse(string? text)
    {
        string[] terms = (text ?? string.Empty).Split(',', MaxTerms + 1, StringSplitOptions.RemoveEmptyEntries);
        if (terms.Length > MaxTerms)
        {
            throw new FormatException($"A filter has at most {MaxTerms} terms.");
        }

        var jobs = new List<string>();
        var names = new List<string>();
        foreach (string term in terms)
        {
            (term.Split(':', 2) switch
            {
                ["job", _] => jobs,
                ["name", _] => names,
                _ => throw new FormatException($"The filter's term '{term}' is neither job:ADDRESS nor name:EVENT."),
            }).Add(term[(term.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }

        return jobs.Count <= 1
            ? new EventQuery { Job = jobs.SingleOrDefault(), Names = names }
            : throw new FormatException("A filter names at most one job.");
    }
}
