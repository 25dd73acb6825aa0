namespace Hypernet.Client;

/// <summary>How patient a <see cref="HypernetClient"/> is, and how much it accepts.</summary>
public sealed record HypernetClientOptions
{
    /// <summary>The longest wait for a connection, and for an answer or the next part of one. Default: 30 s. Range: greater than 0.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence of a stream of events before it is dialed again; heartbeats come every 15 s. Default: 40 s. Range: greater than 0.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>The wait before the second attempt in a row; it doubles from attempt to attempt. Default: 0.25 s. Range: greater than 0.</summary>
    public TimeSpan ShortestDelay { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>The longest wait between two attempts. Default: 15 s. Range: at least <see cref="ShortestDelay"/>.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a stream of events, an upload or a download keeps trying without a sign of life before it gives up with
    /// <see cref="ServerUnreachableException"/>. Default: 2 min. Range: at least 0, or <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest document and the largest event accepted, in bytes. Default: 4 MiB. Range: greater than 0.</summary>
    public int MaxDocumentBytes { get; init; } = 4 << 20;
}
