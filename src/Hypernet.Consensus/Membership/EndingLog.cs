namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §9: what this slot's operations ended with, beyond their stability. What is too much goes, the oldest first.</summary>
/// <param name="limit">In bytes.</param>
internal sealed class EndingLog(long limit)
{
    private readonly Dictionary<OperationKey, LoggedEnding> _endings = [];
    private readonly HashSet<ulong> _forgotten = [];
    private readonly Queue<ulong> _forgottenOrder = new();
    private Queue<OperationKey> _order = new();

    /// <summary>What it holds.</summary>
    public long Bytes { get; private set; }

    public void Add(OperationKey key, LoggedEnding ending)
    {
        _endings.Add(key, ending);
        _order.Enqueue(key);
        Bytes += ending.Bytes;
        while (Bytes > limit)
        {
            Remove(_order.Dequeue());
        }
    }

    public LoggedEnding? Find(OperationKey key) => _endings.GetValueOrDefault(key);

    /// <summary>Whether nobody is to ask for a name any more.</summary>
    public bool IsForgotten(ulong name) => _forgotten.Count > 0 && _forgotten.Contains(name);

    /// <summary>Drops the endings of names, and remembers for long that they were there.</summary>
    public void Forget(HashSet<ulong> names)
    {
        var kept = new Queue<OperationKey>();
        foreach (var key in _order)
        {
            if (names.Contains(key.Name))
            {
                Remove(key);
            }
            else
            {
                kept.Enqueue(key);
            }
        }

        _order = kept;
        foreach (ulong name in names)
        {
            _forgotten.Add(name);
            _forgottenOrder.Enqueue(name);
        }

        while (_forgottenOrder.Count > Bounds.ForgottenNames)
        {
            _forgotten.Remove(_forgottenOrder.Dequeue());
        }
    }

    private void Remove(OperationKey key)
    {
        if (_endings.Remove(key, out var ending))
        {
            Bytes -= ending.Bytes;
            ending.Recycled?.Drop();
        }
    }
}
