using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: how a view is accepted and decided, once promises are there.</summary>
internal sealed partial class ConsensusMachine
{
    private Plan _accepted;
    private SlotBits _toldView;

    private bool OnAccept(int slot, ReadOnlySpan<byte> payload)
    {
        if (Plan.Read(payload, _seats) is not { } plan || plan.View.Ballot.Proposer != slot || !plan.View.Voters.Contains(_self))
        {
            return false;
        }

        if (plan.View.Ballot == _promised)
        {
            Accept(plan);
        }
        else if (plan.View.Ballot < _promised)
        {
            _output.Send(slot, HeaderOf(FrameType.Refuse), WriteBallot(_promised));
        }

        return true;
    }

    private void Accept(Plan plan)
    {
        _accepted = plan;
        if (plan.View.Left.Contains(_self))
        {
            HandOver(plan);
        }

        ConfirmAcceptance();
    }

    /// <summary>Tells the proposer, once all that leavers hand to this slot is here: what is decided is not lost with them.</summary>
    private void ConfirmAcceptance()
    {
        var view = _accepted.View;
        if (view.Ballot != _promised || view.Ballot <= _view.Ballot || !IsEndowed(view))
        {
            return;
        }

        TakeHandovers(view);
        if (view.Ballot.Proposer == _self)
        {
            TakeAccepted(_self, view.Ballot);
        }
        else
        {
            _output.Send(view.Ballot.Proposer, HeaderOf(FrameType.Accepted), WriteBallot(view.Ballot));
        }
    }

    private bool OnAccepted(int slot, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        var ballot = reader.ReadBallot(_size);
        if (reader.IsWhole)
        {
            TakeAccepted(slot, ballot);
        }

        return reader.IsWhole;
    }

    private void TakeAccepted(int slot, Ballot ballot)
    {
        if (_proposal is not { Plan: { } plan } proposal || proposal.Ballot != ballot)
        {
            return;
        }

        proposal.AddAccepted(slot);
        if (proposal.IsAccepted)
        {
            _proposal = null;
            SendTo(proposal.Asked, FrameType.View, WriteDecided(plan.View));
            Decided(plan.View);
        }
    }

    private bool OnView(int slot, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        var view = View.Read(ref reader, _seats);
        if (view is null || !view.Voters.Union(view.Members).Contains(slot) || !reader.ReadSlots(_size).Equals(view.Voters) || !reader.IsWhole || !view.IsCertified)
        {
            return false;
        }

        // A view that has been overtaken by a promise is void here: its results come in by that ballot.
        if (_isJoining)
        {
            Joined(view);
        }
        else if (view.Ballot > _view.Ballot && (view.Ballot >= _promised || !view.Members.Contains(_self)))
        {
            Decided(view);
        }

        if (view.Left.Contains(slot) && _view.Members.Contains(slot))
        {
            _standing[slot] = Standing.Gone;
            Reconsider();
        }

        return true;
    }

    private void Decided(View view)
    {
        if (_isLeaving && view.Left.Contains(_self))
        {
            _view = view;
            _toldView.Clear();
            End(new GroupClosedException("The node has left its group."));
        }
        else if (!view.Members.Contains(_self) || view.ProcessOf(_self) != _process)
        {
            End(new LeftBehindException($"Ranks {string.Join(", ", view.MemberList.Select(_seats.NameOf))} have decided to go on without rank {_seats.NameOf(_self)}: they heard nothing of it for too long, or it broke a rule. Start it anew."));
        }
        else if (view.Id == _accepted.View.Id)
        {
            Install(_accepted);
        }
        else if (!view.Voters.Contains(_self))
        {
            Follow(view);
        }
    }

    /// <summary>Tells a slot that knows an older view of the current one, once.</summary>
    private void TellView(int slot)
    {
        if (_view.Ballot != default && _toldView.Add(slot))
        {
            _output.Send(slot, HeaderOf(FrameType.View), WriteDecided(_view));
        }
    }

    private static ReadOnlyMemory<byte> WriteDecided(View view)
    {
        var writer = new FieldWriter();
        view.Write(writer);
        writer.Write(view.Voters);
        return writer.Written;
    }
}
