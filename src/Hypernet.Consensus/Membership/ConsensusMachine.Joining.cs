using System.Runtime.InteropServices;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §9: a process without memory becomes a member by a view of the others.</summary>
internal sealed partial class ConsensusMachine
{
    private readonly Dictionary<int, Joiner> _joining = [];
    private readonly Dictionary<int, long> _barred = [];
    private readonly ulong[] _met;
    private readonly ulong _process;
    private bool _isJoining;
    private bool _isBehind;
    private SlotBits _behind;

    /// <summary>Whether this process asks to become a member.</summary>
    public bool IsJoining => _isJoining;

    /// <summary>Whether its program, having joined, is told what is over.</summary>
    public bool IsBehind => _isBehind;

    private bool IsAnyoneJoining => _joining.Count > 0 && Joiners.Any();

    /// <summary>Who asked lately, and is no member that works.</summary>
    private IEnumerable<KeyValuePair<int, ulong>> Joiners => _joining
        .Where(joiner => IsRecent(joiner.Value) && (!_view.Members.Contains(joiner.Key) || _standing[joiner.Key] == Standing.Gone))
        .Select(joiner => KeyValuePair.Create(joiner.Key, joiner.Value.Process));

    /// <summary>Asks to become a member, if this process is not; called once, when frames can be sent.</summary>
    public void Join()
    {
        if (_isJoining)
        {
            AskToJoin();
            Arm();
        }
    }

    private void AskToJoin()
    {
        var writer = new FieldWriter();
        writer.Write(_process);
        for (int slot = 0; slot < _size; slot++)
        {
            if (slot != _self)
            {
                _output.Send(slot, new FrameHeader { Type = FrameType.Join }, writer.Written);
            }
        }
    }

    /// <summary>Takes a frame of, or to, a process that is no member yet.</summary>
    /// <returns>Whether the frame is dealt with.</returns>
    private bool IsOfJoiner(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_isJoining)
        {
            if (header.Type == FrameType.View)
            {
                _ = OnView(slot, payload);
            }

            return true;
        }

        if (header.Type == FrameType.Join)
        {
            OnJoin(slot, payload);
            return true;
        }

        if (_joining.Count == 0 || !_joining.TryGetValue(slot, out var joiner))
        {
            return false;
        }

        // It may have learned sooner that it is a member.
        if (header.Type == FrameType.View || _accepted.View.ProcessOf(slot) == joiner.Process)
        {
            Dispatch(slot, header, payload);
        }

        return true;
    }

    private void OnJoin(int slot, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        ulong process = reader.ReadUInt64();
        long now = _time.GetTimestamp();
        if (!reader.IsWhole || process == 0 || now < _barred.GetValueOrDefault(slot))
        {
            return;
        }

        bool isFirst = _met[slot] != process;
        _met[slot] = process;
        bool isMember = _view.Members.Contains(slot);
        if (isMember && _view.ProcessOf(slot) == process)
        {
            if (isFirst || _standing[slot] == Standing.Gone)
            {
                Meet(slot);
            }
        }
        else if (_seats.CountOf(_seats.PartitionOf(slot), _view.Members) == 0)
        {
            // Its rank has left: there is nothing to join any more.
            _output.Send(slot, HeaderOf(FrameType.View), WriteDecided(_view));
        }
        else
        {
            _joining[slot] = new Joiner(process, now);
            if (isMember && _standing[slot] != Standing.Gone)
            {
                // The process that was the member is dead.
                _standing[slot] = Standing.Gone;
                AnswerEnquiries();
            }

            Arm();
            Reconsider();
        }
    }

    /// <summary>The process that a view names is there: what was sent to it before may have gone to a former one.</summary>
    private void Meet(int slot)
    {
        _standing[slot] = Standing.Live;
        _heard[slot] = _tick;
        _output.Send(slot, HeaderOf(FrameType.View), WriteDecided(_view));
        _tellings.Enqueue(output => output.Met(slot));
        _lastReport = default;
        if (_proposal is { } proposal && proposal.Asked.Contains(slot))
        {
            _proposal = null;
        }

        Reconsider();
    }

    /// <summary>A view was decided while this process asks to become a member.</summary>
    private void Joined(View view)
    {
        if (view.Members.Contains(_self) && view.ProcessOf(_self) == _process)
        {
            Follow(view);
        }
        else if (_seats.CountOf(_partition, view.Members) == 0 && _seats.CountOf(_partition, view.Left) == _seats.Replicas)
        {
            End(new LeftBehindException($"Rank {_partition} has left the group: there is nothing to join any more."));
        }
    }

    /// <summary>Installs a view that the others have decided, with this process and without its vote.</summary>
    private void Follow(View view)
    {
        Bind(view.Ballot);
        _accepted = new Plan(view, []);
        Install(_accepted);

        // Whoever decided it may have died before the voters knew, and they do not ask one who was dead to them.
        foreach (int member in _view.MemberList)
        {
            if (member != _self)
            {
                TellView(member);
            }
        }
    }

    /// <summary>Forgets what was known of processes that are no members any more, and has those that take their place know the view before anything else.</summary>
    private void Welcome(View old)
    {
        foreach (int member in _view.MemberList)
        {
            if (member != _self && (!old.Members.Contains(member) || old.ProcessOf(member) != _view.ProcessOf(member)))
            {
                Renew(member);
            }

            if (member != _self && !_view.Voters.Contains(member))
            {
                TellView(member);
            }

            _joining.Remove(member);
        }
    }

    // Who began so late that its host had been taken for its proof of death asks nobody to let it in: it believes itself a member.
    private void TellLate(int slot)
    {
        if (_seats.AreReplicated && _closed is null && !_view.Members.Contains(slot))
        {
            TellView(slot);
        }
    }

    private void Renew(int slot)
    {
        _standing[slot] = Standing.Live;
        _leaving[slot] = Leaving.No;
        _heard[slot] = _tick;
        _gap[slot] = 0;
        _behind.Add(slot);
        _toldMinority.Remove(slot);
        foreach (var sequence in _sequences.Values)
        {
            sequence.Renew(slot);
        }

        foreach (var askers in _askersOfUncalled.Values)
        {
            askers.Remove(slot);
        }

        foreach (var operation in _operations.Values)
        {
            operation.Contradicted.Remove(slot);
        }
    }

    /// <summary>A member that has joined has caught up: it is waited for like others.</summary>
    private void WaitFor(int slot)
    {
        if (_behind.Contains(slot))
        {
            _behind.Remove(slot);
            foreach (var sequence in _sequences.Values)
            {
                sequence.Admit(slot);
            }
        }
    }

    /// <summary>Whether the process that the view names has been heard here: else what the transport tells may be a former one's end.</summary>
    private bool IsMet(int slot) => _view.ProcessOf(slot) is var process && (process == 0 || _met[slot] == process);

    private bool IsRecent(in Joiner joiner) => _time.GetElapsedTime(joiner.At) <= Heartbeat * Bounds.JoinTicks;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Joiner(ulong Process, long At);
}
