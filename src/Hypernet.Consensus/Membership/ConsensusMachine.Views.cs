using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: how a view is decided.</summary>
internal sealed partial class ConsensusMachine
{
    private View _view;
    private Ballot _promised;
    private int _promisedTick;
    private Ballot _wanted;
    private Proposal? _proposal;
    private int _refusals;

    /// <summary>Whether this slot is bound to a ballot that is not decided: it delivers nothing of the old view any more.</summary>
    private bool IsInBallot => _promised > _view.Ballot;

    private SlotSet Live => SlotSet.Of(_size, _view.MemberList.Where(member => _standing[member] == Standing.Live));

    private SlotSet Dead => SlotSet.Of(_size, Enumerable.Range(0, _size).Where(slot => _standing[slot] == Standing.Gone));

    private Ballot NextBallot => new(Math.Max(_promised.Round, _wanted.Round) + 1, _self);

    /// <summary>Does what is to be done after a change of what this slot believes.</summary>
    private void Reconsider()
    {
        if (_closed is not null || _isJoining)
        {
            return;
        }

        if (_seats.Rule != QuorumRule.Survivors && !IsInBallot && !_view.IsQuorum(Live, Dead))
        {
            // Others may decide without this slot: it delivers nothing until a view is decided with it, or without it.
            Bind(NextBallot);
        }

        if (Coordinator != _self)
        {
            Report();
        }
        else if (NeedsView)
        {
            Propose();
        }
    }

    private bool NeedsView
    {
        get
        {
            bool isOthers = _promised.Proposer != _self && IsInBallot && _standing[_promised.Proposer] == Standing.Live;
            if (isOthers && _tick - _promisedTick < Bounds.PatienceTicks)
            {
                return false;
            }

            return IsInBallot || _wanted > _view.Ballot || IsSupplierSlow || _isToldOfSlow || IsSteppingDown || _isToldOfWrong || CanAnyoneLeave || IsAnyoneJoining
                || _view.MemberList.Any(member => _standing[member] != Standing.Live);
        }
    }

    private void Propose()
    {
        if (_isLeaving && _view.MemberList.Count == 1)
        {
            // Nobody else counts on this slot: under a majority there may be nobody left to ask either.
            End(new GroupClosedException("The node has left its group."));
            return;
        }

        var asked = Live;
        if (_retryAt is not null || (_proposal is { } current && current.Asked.Equals(asked) && current.Ballot == _promised))
        {
            return;
        }

        if (!_view.IsQuorum(asked, Dead))
        {
            _proposal = null;
            return;
        }

        var ballot = NextBallot;
        _proposal = null;
        Bind(ballot);
        _proposal = new Proposal(_seats, ballot, asked);
        SendTo(asked, FrameType.Prepare, WriteBallot(ballot));
        TakePromise(_self, MakePromise());
    }

    /// <summary>This slot binds itself to a ballot: nothing of an older one is delivered or accepted from now on.</summary>
    private void Bind(Ballot ballot)
    {
        _promised = ballot;
        _promisedTick = _tick;
        if (_proposal?.Ballot < ballot)
        {
            _proposal = null;
        }

        foreach (var operation in _operations.Values)
        {
            operation.Run = null;
            operation.IsAwaitingMates = false;
            operation.Withheld = null;
        }

        foreach (var operation in _operations.Values.Where(operation => operation.Early is not null).ToList())
        {
            DropEarly(operation);
        }

        Arm();
    }

    private Promise MakePromise() => new(
        _promised,
        _accepted.View,
        OwnLeaving,
        SlotSet.Of(_size, _operations.Values.SelectMany(operation => operation.Held ?? []).Select(held => held.Origin)),
        [.. _operations.Values.Where(operation => operation is { Ending: not null, IsEndedAlone: false }).Select(operation => new CompletedOperation(
            operation.Key,
            operation.Scope,
            operation.Scope == EndingScope.Root ? operation.Call?.Descriptor.Root ?? 0 : 0,
            operation.Ending!.DigestOf(operation.Scope, _seats.Partitions)))],
        IsSupplierSlow,
        _isBehind,
        _isInMinority);

    private bool OnPrepare(int slot, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        var ballot = reader.ReadBallot(_size);
        if (!reader.IsWhole || ballot.Proposer != slot || !IsNear(ballot))
        {
            return false;
        }

        if (ballot < _promised)
        {
            _output.Send(slot, HeaderOf(FrameType.Refuse), WriteBallot(_promised));
        }
        else if (ballot > _promised)
        {
            Bind(ballot);
            _output.Send(slot, HeaderOf(FrameType.Promise), MakePromise().Write(_seats));
        }

        return true;
    }

    private bool OnPromise(int slot, ReadOnlySpan<byte> payload)
    {
        if (Promise.Read(payload, _seats) is not { } promise)
        {
            return false;
        }

        TakeLeaving(slot, promise.Leaving);

        TakePromise(slot, promise);
        return true;
    }

    private void TakePromise(int slot, Promise promise)
    {
        if (_proposal is not { Plan: null } proposal || promise.Ballot != proposal.Ballot)
        {
            return;
        }

        proposal.Add(slot, promise);
        if (!proposal.IsPromised)
        {
            return;
        }

        if (!proposal.Accepted.IsQuorum(proposal.Asked, Dead))
        {
            _proposal = null;
            return;
        }

        var plan = proposal.MakePlan(Joiners);
        SendTo(proposal.Asked, FrameType.Accept, plan.Write());
        Accept(plan);
    }

    private bool OnRefuse(ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        var higher = reader.ReadBallot(_size);
        if (!reader.IsWhole || !IsNear(higher))
        {
            return false;
        }

        if (_proposal is { } proposal && proposal.Ballot < higher)
        {
            Want(higher);
            _proposal = null;
            Retry();
        }

        return true;
    }

    private void Want(Ballot ballot) => _wanted = ballot > _wanted ? ballot : _wanted;

    // Nobody can use up the numbers.
    private bool IsNear(Ballot ballot) => ballot.Round <= Math.Max(_promised.Round, _wanted.Round) + Bounds.RoundLeap;

    private void SendTo(SlotSet slots, FrameType type, ReadOnlyMemory<byte> payload)
    {
        foreach (int slot in slots)
        {
            if (slot != _self)
            {
                _output.Send(slot, HeaderOf(type), payload);
            }
        }
    }

    private static ReadOnlyMemory<byte> WriteBallot(Ballot ballot)
    {
        var writer = new FieldWriter();
        writer.Write(ballot);
        return writer.Written;
    }
}
