namespace Hypernet.Client;

/// <summary>That the buyer wants a job to end before its last checkpoint.</summary>
public sealed record TerminationView
{
    /// <summary>Who announced it: the buyer.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>From when on the checkpoint in work is the last one.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Whether it has ended the job; a job that settled its last checkpoint, or was aborted for another reason, before that ended otherwise.</summary>
    public required bool HasEndedJob { get; init; }
}
