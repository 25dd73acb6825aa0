namespace Hypernet.Consensus.Membership;

/// <summary>A question which members have not called an operation.</summary>
/// <param name="key">Which.</param>
/// <param name="size">Slots of the group.</param>
/// <param name="done">Receives the answer.</param>
internal sealed class Enquiry(OperationKey key, int size, Action<SlotSet> done)
{
    private SlotBits _answered;
    private SlotBits _called;

    public OperationKey Key { get; } = key;

    public Action<SlotSet> Done { get; } = done;

    public void Add(int slot, bool isCalled)
    {
        _answered.Add(slot);
        if (isCalled)
        {
            _called.Add(slot);
        }
    }

    public bool IsAnsweredBy(int slot) => _answered.Contains(slot);

    public SlotSet MissingOf(IEnumerable<int> members) => SlotSet.Of(size, members.Where(member => !_called.Contains(member)));
}
