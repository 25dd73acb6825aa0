namespace Hypernet.Consensus.Audit;

/// <summary>What one slot sent and received of an operation while it supplied its partition in one view.</summary>
/// <param name="view">Id of the view.</param>
/// <param name="suppliers">The slot that supplied each partition; −1 of one without members.</param>
internal sealed class PlayEvidence(ulong view, IReadOnlyList<int> suppliers)
{
    private readonly List<PartEvidence>?[] _sent = new List<PartEvidence>?[suppliers.Count];
    private readonly List<PartEvidence>?[] _received = new List<PartEvidence>?[suppliers.Count];
    private ReadOnlyMemory<byte> _last;
    private Hash256 _lastDigest;

    /// <summary>Id of the view.</summary>
    public ulong View { get; } = view;

    /// <summary>The slot that supplied each partition; −1 of one without members.</summary>
    public IReadOnlyList<int> Suppliers { get; } = suppliers;

    /// <summary>Parts in it.</summary>
    public int Parts { get; private set; }

    /// <summary>What was sent to a partition, in order.</summary>
    /// <param name="partition">Which.</param>
    public IReadOnlyList<PartEvidence> SentTo(int partition) => _sent[partition] ?? [];

    /// <summary>What a partition sent, in order.</summary>
    /// <param name="partition">Which.</param>
    public IReadOnlyList<PartEvidence> ReceivedFrom(int partition) => _received[partition] ?? [];

    /// <summary>A part is sent.</summary>
    /// <param name="partition">To whom.</param>
    /// <param name="step">Step of the schedule.</param>
    /// <param name="chunk">Number of the part.</param>
    /// <param name="first">Index of its first element.</param>
    /// <param name="payload">Stays unchanged: what goes to several is hashed once.</param>
    public void Sent(int partition, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
    {
        if (Parts == 0 || !payload.Equals(_last))
        {
            (_last, _lastDigest) = (payload, Hash256.Of(payload.Span));
        }

        Parts++;
        (_sent[partition] ??= []).Add(new PartEvidence((ushort)step, (uint)chunk, (ulong)first, _lastDigest));
    }

    /// <summary>A part has arrived.</summary>
    /// <param name="partition">From whom.</param>
    /// <param name="step">Step of the schedule.</param>
    /// <param name="chunk">Number of the part.</param>
    /// <param name="first">Index of its first element.</param>
    /// <param name="payload">A stranger's.</param>
    public void Received(int partition, ushort step, uint chunk, ulong first, ReadOnlySpan<byte> payload)
    {
        Parts++;
        (_received[partition] ??= []).Add(new PartEvidence(step, chunk, first, Hash256.Of(payload)));
    }
}
