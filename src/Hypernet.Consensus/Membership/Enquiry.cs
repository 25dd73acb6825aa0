namespace Hypernet.Consensus.Membership;

/// <summary>A question which partitions have not called an operation.</summary>
/// <param name="key">Which.</param>
/// <param name="size">Partitions of the group.</param>
/// <param name="done">Receives the answer: who has not, and of those whose replicas gave different things; null if the node ends before it has one.</param>
internal sealed class Enquiry(OperationKey key, int size, Action<SlotSet?, SlotSet?> done)
{
    private SlotBits _answered;
    private SlotBits _called;
    private SlotBits _disputed;

    public OperationKey Key { get; } = key;

    public Action<SlotSet?, SlotSet?> Done { get; } = done;

    /// <summary>The partitions whose replicas gave different things.</summary>
    public SlotSet Disputed => SlotSet.Of(size, Enumerable.Range(0, size).Where(partition => _disputed.Contains(partition)));

    public void Add(int partition, bool isCalled, bool isDisputed)
    {
        _answered.Add(partition);
        if (isCalled)
        {
            _called.Add(partition);
        }

        if (isDisputed)
        {
            _disputed.Add(partition);
        }
    }

    public bool IsAnsweredBy(int partition) => _answered.Contains(partition);

    public SlotSet MissingOf(IEnumerable<int> partitions) => SlotSet.Of(size, partitions.Where(partition => !_called.Contains(partition)));
}
