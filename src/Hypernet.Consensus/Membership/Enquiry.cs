namespace Hypernet.Consensus.Membership;

/// <summary>A question which partitions have not called an operation.</summary>
/// <param name="key">Which.</param>
/// <param name="size">Partitions of the group.</param>
/// <param name="done">Receives the answer; null if the node ends before it has one.</param>
internal sealed class Enquiry(OperationKey key, int size, Action<SlotSet?> done)
{
    private SlotBits _answered;
    private SlotBits _called;

    public OperationKey Key { get; } = key;

    public Action<SlotSet?> Done { get; } = done;

    public void Add(int partition, bool isCalled)
    {
        _answered.Add(partition);
        if (isCalled)
        {
            _called.Add(partition);
        }
    }

    public bool IsAnsweredBy(int partition) => _answered.Contains(partition);

    public SlotSet MissingOf(IEnumerable<int> partitions) => SlotSet.Of(size, partitions.Where(partition => !_called.Contains(partition)));
}
