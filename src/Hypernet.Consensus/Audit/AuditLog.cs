namespace Hypernet.Consensus.Audit;

/// <summary>
/// The operations of one interval that are not audited yet (docs/spec/audit.md §7). The own contribution and the exact result stay in it until then.
/// </summary>
/// <param name="partition">The own partition.</param>
/// <param name="partitions">How many there are.</param>
internal sealed class AuditLog(int partition, int partitions)
{
    /// <summary>Operations of a window at most: each has a bit in a finding.</summary>
    public const int MaxOperations = 64;

    /// <summary>Bytes of the operations that make a window due. One operation may have more.</summary>
    public const long DueBytes = 64 << 20;

    // In the order in which they ended, so that no name waits for others without end.
    private readonly OrderedDictionary<(ChainKey Key, ulong Number), AuditedOperation> _operations = [];
    private readonly Dictionary<ChainKey, ulong> _audited = [];

    /// <summary>Operations in it.</summary>
    public int Count => _operations.Count;

    /// <summary>Bytes that they keep.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a window should be audited now. At a checkpoint it must, whatever is in it.</summary>
    public bool IsDue => Count >= MaxOperations || Bytes >= DueBytes;

    /// <summary>An operation has ended at this slot.</summary>
    /// <param name="operation">What is kept of it: not told before.</param>
    public void Add(AuditedOperation operation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(operation.Number, _audited.GetValueOrDefault(operation.Key), nameof(operation));
        _operations.Add((operation.Key, operation.Number), operation);
        Bytes += operation.Bytes;
    }

    /// <summary>
    /// Where this slot would cut: before the first gap of each chain, and not beyond the size of a window. Null if there is nothing to audit.
    /// </summary>
    public AuditCut? Propose()
    {
        var ends = new Dictionary<ChainKey, ulong>();
        int count = 0;
        long bytes = 0;
        bool isGrowing = true;
        while (isGrowing)
        {
            isGrowing = false;
            foreach (var ((key, number), operation) in _operations)
            {
                ulong next = ends.TryGetValue(key, out ulong end) ? end : _audited.GetValueOrDefault(key);
                if (number == next && count < MaxOperations && (count == 0 || bytes + operation.Bytes <= DueBytes))
                {
                    ends[key] = next + 1;
                    bytes += operation.Bytes;
                    count++;
                    isGrowing = true;
                }
            }
        }

        return count == 0 ? null : new AuditCut(ends);
    }

    /// <summary>Whether a cut that another slot proposed is one of a window.</summary>
    /// <param name="cut">A stranger's.</param>
    public bool IsValid(AuditCut cut)
    {
        ulong left = MaxOperations;
        foreach (var (key, end) in cut.Ends)
        {
            ulong begin = _audited.GetValueOrDefault(key);
            if (end <= begin || end - begin > left)
            {
                return false;
            }

            left -= end - begin;
        }

        return cut.Ends.Count > 0;
    }

    /// <summary>Takes a window out.</summary>
    /// <param name="cut">Valid.</param>
    /// <returns>The window; null, and nothing taken, while some of its operations have not ended here.</returns>
    public AuditWindow? Take(AuditCut cut)
    {
        var operations = new List<AuditedOperation>();
        foreach (var (key, end) in cut.Ends)
        {
            for (ulong number = _audited.GetValueOrDefault(key); number < end; number++)
            {
                if (!_operations.TryGetValue((key, number), out var operation))
                {
                    return null;
                }

                operations.Add(operation);
            }
        }

        foreach (var operation in operations)
        {
            _operations.Remove((operation.Key, operation.Number));
            _audited[operation.Key] = operation.Number + 1;
            Bytes -= operation.Bytes;
        }

        return new AuditWindow(operations, partition, partitions);
    }
}
