using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: who has called an operation, and who is asked.</summary>
internal sealed partial class ConsensusMachine
{
    // ANSWER, flags: called, whether mates are waited for, and whether they have sealed other things.
    private const ushort Called = 1;
    private const ushort CalledAlone = 3;
    private const ushort CalledOtherwise = 7;

    private readonly List<Enquiry> _enquiries = [];

    /// <summary>Asks which members have not called an operation.</summary>
    public Enquiry? Ask(OperationKey key, Action<SlotSet?, SlotSet?> done)
    {
        if (_closed is not null || _enquiries.Count >= Bounds.Enquiries)
        {
            return null;
        }

        var enquiry = new Enquiry(key, _seats.Partitions, done);
        if (_view.IsSupplier(_self))
        {
            enquiry.Add(_partition, CallOf(key) == Called, CallOf(key) == CalledOtherwise);
        }

        _enquiries.Add(enquiry);
        AskSuppliers(enquiry);
        AnswerEnquiries();
        Arm();
        return enquiry;
    }

    private void AskSuppliers(Enquiry enquiry)
    {
        foreach (int supplier in _view.PartitionList.Select(_view.SupplierOf))
        {
            if (!_isJoining && supplier != _self && _standing[supplier] != Standing.Gone)
            {
                _output.Send(supplier, HeaderOf(FrameType.Query, enquiry.Key), default);
            }
        }
    }

    public void Withdraw(Enquiry enquiry) => _enquiries.Remove(enquiry);

    /// <summary>Which operation of a name is number k.</summary>
    public static OperationKey KeyOf(string name, long number) => new(OperationKey.HashOf(name), (ulong)number);

    private void TellWaiting()
    {
        foreach (var operation in _outstanding)
        {
            if (operation.IsTold || (_tick - operation.Since) * Heartbeat < _options.WaitingAfter)
            {
                continue;
            }

            operation.IsTold = Ask(operation.Key, (missing, disputed) => TellWaiting(operation, missing, disputed)) is not null;
        }
    }

    private void TellWaiting(Operation operation, SlotSet? missing, SlotSet? disputed)
    {
        if (missing is not null && disputed is not null)
        {
            _output.Waiting(new WaitingOperation(operation.Call!.Name, (long)operation.Key.Number, operation.Call.Descriptor, missing) { Disputed = disputed });
        }
    }

    private ushort CallOf(OperationKey key) =>
        !IsCalled(key) ? (ushort)0
        : !_operations.TryGetValue(key, out var operation) || !operation.IsAwaitingMates ? Called
        : IsOutvoted(operation) ? CalledOtherwise : CalledAlone;

    private void OnQuery(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var key = new OperationKey(header.Name, header.Number);
        bool isBegun = IsStable(key) || (_operations.TryGetValue(key, out var operation) && (operation is { IsBegun: true, IsAwaitingMates: false } || operation.Ending is not null));
        if (header.Flags == 0)
        {
            _output.Send(slot, HeaderOf(FrameType.Answer, key, CallOf(key)), default);
        }
        else if (!IsCurrent(header))
        {
            KeepIfComing(slot, header, payload);
        }
        else if (isBegun)
        {
            _output.Send(slot, HeaderOf(FrameType.Answer, key, Called), default);
        }
        else
        {
            KeepEarly(slot, header, payload);
        }
    }

    private void OnAnswer(int slot, in FrameHeader header)
    {
        var key = new OperationKey(header.Name, header.Number);
        if (header.Flags == Called && IsCurrent(header) && _operations.TryGetValue(key, out var operation))
        {
            Hear(operation, slot);
        }

        if (_seats.AreReplicated)
        {
            _met[slot] = IsCurrent(header) ? _view.ProcessOf(slot) : _met[slot];
            HearSupplier(slot, key, isCalled: header.Flags != 0);
        }

        foreach (var enquiry in _enquiries)
        {
            if (enquiry.Key == key && _view.IsSupplier(slot))
            {
                enquiry.Add(_seats.PartitionOf(slot), header.Flags == Called, header.Flags == CalledOtherwise);
            }
        }

        AnswerEnquiries();
    }

    private void AnswerEnquiries()
    {
        foreach (var enquiry in _enquiries.Where(enquiry => !_isJoining && _view.PartitionList.All(partition => enquiry.IsAnsweredBy(partition) || !IsSupplied(partition))).ToList())
        {
            _enquiries.Remove(enquiry);
            enquiry.Done(enquiry.MissingOf(_view.PartitionList.Where(IsSupplied)), enquiry.Disputed);
        }
    }
}
