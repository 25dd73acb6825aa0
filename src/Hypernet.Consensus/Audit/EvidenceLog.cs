namespace Hypernet.Consensus.Audit;

/// <summary>The operations that have ended at a slot and are not audited yet.</summary>
/// <param name="mostBytes">What they may keep together. One operation may have more.</param>
internal sealed class EvidenceLog(long mostBytes)
{
    // In the order in which they ended.
    private readonly OrderedDictionary<(ChainKey Key, ulong Number), (OperationEvidence Operation, long Bytes)> _operations = [];

    private long _expected;

    /// <summary>What is kept together, but for the last operation.</summary>
    public long MostBytes => mostBytes;

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Operations in it.</summary>
    public int Count => _operations.Count;

    /// <summary>Whether calls wait for an audit.</summary>
    public bool IsFull => Bytes + _expected >= mostBytes;

    /// <summary>An operation has begun: what it will keep is at least what was given to it.</summary>
    /// <param name="operation">Not in it yet.</param>
    public void Expect(OperationEvidence operation) => _expected += operation.Call.Contribution.Length;

    /// <summary>An operation has ended.</summary>
    /// <param name="operation">Not in it yet.</param>
    /// <param name="isExpected">Whether it had begun.</param>
    public void Add(OperationEvidence operation, bool isExpected)
    {
        _expected -= isExpected ? operation.Call.Contribution.Length : 0;
        _operations.Add((operation.Key, operation.Number), (operation, operation.Bytes));
        Bytes += operation.Bytes;
    }

    /// <summary>The operations whose names begin with something, in the order in which they ended.</summary>
    /// <param name="prefix">With what.</param>
    public IEnumerable<OperationEvidence> Of(string prefix) =>
        _operations.Values.Select(kept => kept.Operation).Where(operation => operation.Key.Name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>One operation, or null if it has not ended, or was taken out.</summary>
    /// <param name="key">Communicator and name.</param>
    /// <param name="number">Calls of that name before it.</param>
    public OperationEvidence? Find(ChainKey key, ulong number) => _operations.TryGetValue((key, number), out var kept) ? kept.Operation : null;

    /// <summary>Takes operations out.</summary>
    /// <param name="which">Which.</param>
    public void Remove(Func<OperationEvidence, bool> which)
    {
        foreach (var (key, kept) in _operations.Where(kept => which(kept.Value.Operation)).ToList())
        {
            _operations.Remove(key);
            Bytes -= kept.Bytes;
        }
    }
}
