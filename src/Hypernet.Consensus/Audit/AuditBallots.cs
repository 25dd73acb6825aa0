namespace Hypernet.Consensus.Audit;

/// <summary>Votes of the replicas of all partitions, whose signatures were verified: of each partition the bytes that q of them signed.</summary>
/// <param name="partitions">How many there are.</param>
/// <param name="replicas">Replicas of each, r.</param>
/// <param name="quorum">Equal votes that decide, q.</param>
internal sealed class AuditBallots(int partitions, int replicas, int quorum)
{
    private readonly SealBoard[] _boards = [.. Enumerable.Range(0, partitions).Select(_ => new SealBoard(replicas, quorum, (_, digest) => digest))];
    private readonly Dictionary<(int Partition, Hash256 Digest), ReadOnlyMemory<byte>> _voted = [];

    /// <summary>Whether all partitions have decided.</summary>
    public bool IsComplete => _boards.All(board => board.Decided is not null);

    /// <summary>The partitions that will not decide any more.</summary>
    public IEnumerable<int> Hopeless => Enumerable.Range(0, partitions).Where(partition => _boards[partition].IsHopeless);

    /// <summary>What a partition decided; null while it has not.</summary>
    /// <param name="partition">Which.</param>
    public ReadOnlyMemory<byte>? this[int partition] => _boards[partition].Decided is { } digest ? _voted[(partition, digest)] : (ReadOnlyMemory<byte>?)null;

    /// <summary>A replica's vote. The first counts; a second, other one makes both void.</summary>
    /// <param name="partition">Of which partition.</param>
    /// <param name="replica">Of which replica.</param>
    /// <param name="signed">The statement, or finding.</param>
    public void Vote(int partition, int replica, ReadOnlyMemory<byte> signed)
    {
        var board = _boards[partition];
        var digest = Hash256.Of(signed.Span);
        board.Hear(replica, digest);

        // At most one for each replica is kept, whatever it sends.
        if (board.Reveal(replica, digest))
        {
            _voted.TryAdd((partition, digest), signed);
        }
    }

    /// <summary>What is known of a replica's vote.</summary>
    /// <param name="partition">Of which partition.</param>
    /// <param name="replica">Of which replica.</param>
    public SealVerdict VerdictOf(int partition, int replica) => _boards[partition][replica];

    /// <summary>A replica will not vote.</summary>
    /// <param name="partition">Of which partition.</param>
    /// <param name="replica">Of which replica.</param>
    public void Silence(int partition, int replica) => _boards[partition].Silence(replica);
}
