using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §6: a slot whose program has ended leaves, and what it gave stays.</summary>
internal sealed partial class ConsensusMachine
{
    private readonly Dictionary<int, Handover> _handovers = [];
    private readonly Leaving[] _leaving;
    private bool _isLeaving;

    private Leaving OwnLeaving => !_isLeaving ? Leaving.No : _seats.AreReplicated && IsSettled ? Leaving.Settled : Leaving.Wanted;

    // Every member has completed all that this slot has called: nobody needs it any more.
    private bool IsSettled => _operations.Values.All(operation => operation.Call is null);

    private bool CanAnyoneLeave => (_isLeaving || Array.Exists(_leaving, leaving => leaving != Leaving.No))
        && _seats.Departing(_view.Members, LeavingAs(Leaving.Wanted), LeavingAs(Leaving.Settled)).Count > 0;

    /// <summary>This slot calls nothing more and wants to leave; <see cref="IMachineOutput.Closed"/> says when it has.</summary>
    public void Leave()
    {
        if (_isJoining)
        {
            End(new GroupClosedException("The node has left before it was let into its group."));
            Flush();
        }
        else if (_closed is null && !_isLeaving)
        {
            _isLeaving = true;
            var left = Ending.Of(new GroupClosedException("The node is leaving its group."));
            foreach (var operation in _operations.Values)
            {
                Answer(operation, left);
            }

            _waiting.Clear();
            Arm();
            if (_seats.AreReplicated && !IsSettled)
            {
                AskProgress();
            }

            Reconsider();
            Flush();
        }
    }

    private SlotSet LeavingAs(Leaving least) =>
        SlotSet.Of(_size, Enumerable.Range(0, _size).Where(slot => (slot == _self ? OwnLeaving : _leaving[slot]) >= least));

    private void TakeLeaving(int slot, Leaving leaving) => _leaving[slot] = leaving > _leaving[slot] ? leaving : _leaving[slot];

    /// <summary>Whoever waits to leave until nobody needs it says so when that is the case.</summary>
    private void TellSettled()
    {
        if (_isLeaving && _seats.AreReplicated && IsSettled)
        {
            Reconsider();
        }
    }

    private void OnLeave(int slot, in FrameHeader header)
    {
        TakeLeaving(slot, header.Flags == 0 ? Leaving.Wanted : Leaving.Settled);
        if (header.View != _view.Id)
        {
            TellView(slot);
        }

        Reconsider();
    }

    /// <summary>Hands what this slot keeps to its heir in a view without this slot.</summary>
    private void HandOver(Plan plan)
    {
        int heir = plan.View.PlayerOf(_self);
        if (heir < 0)
        {
            return;
        }

        var header = HeaderOf(FrameType.Handover) with { View = plan.View.Id };
        foreach (var operation in _operations.Values)
        {
            if (operation.IsBegun)
            {
                HandOver(heir, header, operation.Key, new HeldContribution(_self, operation.Call!.Descriptor, operation.Call.Contribution));
            }

            foreach (var held in operation.Held ?? [])
            {
                if (plan.View.PlayerOf(held.Origin) == heir)
                {
                    HandOver(heir, header, operation.Key, held);
                }
            }
        }

        foreach (var adoption in plan.Adoptions)
        {
            if (adoption.Source == _self && _operations.TryGetValue(adoption.Key, out var operation) && operation.Ending is { } ending)
            {
                var place = header with { Name = adoption.Key.Name, Number = adoption.Key.Number, Step = (ushort)(1 + operation.Scope) };
                SendParts(heir, place, ending.Write(_seats.Partitions, hasValue: operation.Scope == EndingScope.Everyone));
            }
        }

        _output.Send(heir, header with { Flags = Handover.End }, default);
    }

    private void HandOver(int heir, in FrameHeader header, OperationKey key, HeldContribution held)
    {
        byte[] message = new byte[Descriptor.Bytes + held.Bytes.Length];
        held.Descriptor.Write(message);
        held.Bytes.CopyTo(message.AsMemory(Descriptor.Bytes));
        SendParts(heir, header with { Name = key.Name, Number = key.Number, Chunk = (uint)held.Origin }, message);
    }

    private bool OnHandover(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        // A slot leaves by one view at a time: what it began to hand over for an earlier attempt is void.
        if (!_handovers.TryGetValue(slot, out var handover) || handover.View != header.View)
        {
            _handovers[slot] = handover = new Handover(header.View);
        }

        if (!handover.Add(header, payload, _size))
        {
            return false;
        }

        if (handover.IsEnded)
        {
            ConfirmAcceptance();
        }

        return true;
    }

    /// <summary>Whether all that the leavers of a view hand to this slot is here.</summary>
    private bool IsEndowed(View view) => LeaversTo(view).All(leaver =>
        _handovers.TryGetValue(leaver, out var handover) && handover.View == view.Id && handover.IsEnded);

    private IEnumerable<int> LeaversTo(View view) =>
        view.Left.Intersect(view.Voters).Where(leaver => view.Members.Contains(_self) && view.PlayerOf(leaver) == _self);

    /// <summary>Keeps what was handed over. It is played only in views that say so.</summary>
    private void TakeHandovers(View view)
    {
        foreach (int leaver in LeaversTo(view))
        {
            _handovers.Remove(leaver, out var handover);
            foreach ((var key, var held) in handover!.Contributions.Where(entry => !IsStable(entry.Key)))
            {
                var operation = OperationOf(key);
                operation.Held ??= [];
                operation.Held.RemoveAll(old => old.Origin == held.Origin);
                operation.Held.Add(held);
            }

            foreach ((var key, var scope, var ending) in handover.Endings.Where(entry => !IsStable(entry.Key)))
            {
                var operation = OperationOf(key);
                operation.HandedEnding = ending;
                operation.Scope = operation.Call is null ? scope : operation.Scope;
            }
        }

        foreach (var adoption in _accepted.Adoptions)
        {
            if (view.PlayerOf(adoption.Source) == _self && adoption.Source != _self && !IsStable(adoption.Key) && !IsTrue(adoption))
            {
                Violated(adoption.Source, "a leaver hands over the results that it has reported");
            }
        }
    }

    private bool IsTrue(in Adoption adoption) => _operations.TryGetValue(adoption.Key, out var operation)
        && (operation.Ending is not null || (operation.HandedEnding is { } handed && handed.DigestOf(operation.Scope, _seats.Partitions) == adoption.Digest));
}
