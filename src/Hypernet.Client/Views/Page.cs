namespace Hypernet.Client;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>
{
    /// <summary>The schema of this document.</summary>
    public string ApiVersion { get; init; } = Wire.ApiVersion;

    /// <summary>The items, in the list's order.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>The key after which the next page begins, to be passed back as it is; null on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>The position of the event store that this page reflects.</summary>
    public required long Position { get; init; }
}
