namespace Hypernet.Market;

/// <summary>Where one replication group stands in the checkpoint in work.</summary>
public sealed record JobGroup
{
    /// <summary>Its number, from 0.</summary>
    public required int Id { get; init; }

    /// <summary>How often it has restarted empty in this job.</summary>
    public int Attempt { get; init; }

    /// <summary>When the round began.</summary>
    public required DateTimeOffset T0 { get; init; }

    /// <summary>When the last commitment awaited closed the round's commitments; without it they close with the work window (<see cref="JobState.ClosedAt"/>).</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Ranks that take part.</summary>
    public required ReplicaSet Active { get; init; }

    /// <summary>Replacements that take part from the next checkpoint on.</summary>
    public ReplicaSet Pending { get; init; }

    /// <summary>Ranks that have committed.</summary>
    public ReplicaSet Committed { get; init; }

    /// <summary>Ranks that have shown presence.</summary>
    public ReplicaSet Present { get; init; }

    /// <summary>Ranks that have revealed.</summary>
    public ReplicaSet Revealed { get; init; }

    /// <summary>Commitments of this round, by replica; meaningful for <see cref="Committed"/>.</summary>
    public required ValueList<Bytes32> Commitments { get; init; }

    /// <summary>Tags and seals of this round, by replica; meaningful for <see cref="Revealed"/>.</summary>
    public required ValueList<RevealedResult> Reveals { get; init; }

    /// <summary>The digest opened in this round; <see langword="null"/> before.</summary>
    public Bytes32? Opened { get; init; }

    /// <summary>Whether the opened digest says that the program failed.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether its round was begun anew at this checkpoint because nobody had committed.</summary>
    public bool HasRearmed { get; init; }

    /// <summary>Whether it has restarted empty at this checkpoint.</summary>
    public bool HasRestarted { get; init; }

    /// <summary>Whether it has expelled one of its ranks at this checkpoint.</summary>
    public bool HasExpelled { get; init; }

    /// <summary>Settled digests, one for each checkpoint from 1 on; zero where it was settled together with a later one.</summary>
    public ValueList<Bytes32> Digests { get; init; } = [];

    /// <summary>Tenures that are, or were last, at its ranks, by replica.</summary>
    public required ValueList<int> Tenures { get; init; }

    /// <summary>The block whose hash draws the next replacement; 0 while no draw is armed.</summary>
    public ulong CloseBlock { get; init; }

    /// <summary>The last checkpoint it has settled; 0 before.</summary>
    public int SettledCheckpoint => Digests.Count;

    /// <summary>Its places that nobody holds.</summary>
    public ReplicaSet Vacant => ReplicaSet.All(Tenures.Count) - Active - Pending;

    /// <summary>Begins a checkpoint, with those that waited for it.</summary>
    internal JobGroup Reach(DateTimeOffset t0) => Begin(t0) with
    {
        Active = Active | Pending,
        Pending = ReplicaSet.Empty,
        HasRearmed = false,
        HasRestarted = false,
        HasExpelled = false,
    };

    /// <summary>Begins a round with no commitment in it.</summary>
    internal JobGroup Begin(DateTimeOffset t0) => this with
    {
        T0 = t0,
        ClosedAt = null,
        Committed = default,
        Present = default,
        Revealed = default,
        Opened = null,
        HasFailed = false,
    };
}
