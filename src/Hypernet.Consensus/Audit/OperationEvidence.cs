using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// What a slot keeps of an operation from its call until it has been audited (docs/spec/audit.md §7): what it gave and received, and
/// what it sent and received on the way.
/// </summary>
/// <param name="key">Communicator and name.</param>
/// <param name="number">Calls of that name before it in the interval.</param>
/// <param name="call">What was called, with the own contribution in canonical form; stays unchanged.</param>
/// <param name="partitions">Partitions of the group.</param>
internal sealed class OperationEvidence(ChainKey key, ulong number, OperationCall call, int partitions)
{
    /// <summary>Plays that are kept: those of the latest views.</summary>
    public const int KeptPlays = 8;

    private readonly List<PlayEvidence> _plays = [];

    /// <summary>Communicator and name.</summary>
    public ChainKey Key { get; } = key;

    /// <summary>Calls of that name before it in the interval.</summary>
    public ulong Number { get; } = number;

    /// <summary>What was called, with the own contribution in canonical form.</summary>
    public OperationCall Call { get; } = call;

    /// <summary>Whether it has ended here.</summary>
    public bool HasEnded => Result is not null;

    /// <summary>What was received, once it has ended. Of one without a value: the contributors.</summary>
    public OperationResult? Result { get; private set; }

    /// <summary>The kind of refusal, a number of docs/spec/dac.md §2, of an operation without a result that did not overflow; else null.</summary>
    public byte? Refusal { get; private set; }

    /// <summary>The element whose sum is out of its type's range; −1 for none.</summary>
    public long Overflowed { get; private set; } = -1;

    /// <summary>Whether inputs differ between replicas, so that only the decision is common.</summary>
    public bool IsDecision => Call.IsDecision;

    /// <summary>Whether every member has completed it: so that whoever proposes where to cut a window can count on all to come there.</summary>
    public bool IsStable { get; set; }

    /// <summary>The link in the chain of results, once it has ended.</summary>
    public Hash256 Link => With(default, default).Link;

    /// <summary>The views in which this slot supplied its partition, oldest first.</summary>
    public IReadOnlyList<PlayEvidence> Plays => _plays;

    /// <summary>The play that completed it here; null if the ending was fetched: from its supplier, or as one that another slot had.</summary>
    public PlayEvidence? Completed { get; private set; }

    /// <summary>Bytes that it keeps.</summary>
    public long Bytes => Call.Contribution.Length + (Result?.Value.Length ?? 0) + PartEvidence.Bytes * _plays.Sum(play => (long)play.Parts);

    /// <summary>What is audited.</summary>
    /// <param name="exact">The exact result of the own share: the sums, then the weight.</param>
    /// <param name="scales">In fixed point the merged scales of all blocks.</param>
    public AuditedOperation With(ReadOnlyMemory<byte> exact, ReadOnlyMemory<short> scales) => new()
    {
        Key = Key,
        Number = Number,
        Call = Call,
        Result = Result!,
        Overflowed = Overflowed,
        Refusal = Refusal,
        IsDecision = IsDecision,
        Exact = exact,
        Scales = scales,
    };

    /// <summary>A play begins.</summary>
    /// <param name="play">Of a view that was not played before.</param>
    public void Begin(PlayEvidence play)
    {
        if (_plays.Count == KeptPlays)
        {
            // Never the one that completed it.
            _plays.RemoveAt(_plays[0] == Completed ? 1 : 0);
        }

        _plays.Add(play);
    }

    /// <summary>It has ended here.</summary>
    /// <param name="ending">How.</param>
    public void End(Ending ending)
    {
        Result = ending.Result ?? new OperationResult { Value = default, Contributors = SlotSet.All(partitions) };
        Overflowed = ending.Overflowed;
        Refusal = ending.Fault is null || Overflowed >= 0 ? null : ending.Kind;
    }

    /// <summary>The latest play has completed it here.</summary>
    public void Complete() => Completed = _plays[^1];
}
