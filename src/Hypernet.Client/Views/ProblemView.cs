namespace Hypernet.Client;

/// <summary>An error, as the server says it (problem details, RFC 9457).</summary>
public sealed record ProblemView
{
    /// <summary>The error in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What happened, with the offending values.</summary>
    public string? Detail { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }
}
