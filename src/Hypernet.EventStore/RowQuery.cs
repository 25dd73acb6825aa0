namespace Hypernet.EventStore;

/// <summary>Asks for the rows of a projection that carry all of the terms.</summary>
/// <param name="Projection">The projection's name.</param>
public sealed record RowQuery(string Projection)
{
    /// <summary>The most rows in one page.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Terms that a row must carry. Default: none, which finds all rows. Range: at most 8.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Whether rows of the highest order come first. Default: true.</summary>
    public bool NewestFirst { get; init; } = true;

    /// <summary>The row after which the page begins, from <see cref="RowPage.Next"/>. Default: null, the first page.</summary>
    public RowCursor? After { get; init; }

    /// <summary>The most rows to return. Default: 100. Range: 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
