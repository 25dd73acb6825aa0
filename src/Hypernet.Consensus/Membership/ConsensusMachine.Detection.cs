using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: who is there, and who is told.</summary>
internal sealed partial class ConsensusMachine
{
    // SUSPECT, last byte: the own partition's supplier is slow; this slot supplies, and is in the minority.
    private const byte SlowSupplier = 1;
    private const byte WrongSupplier = 2;

    private readonly Standing[] _standing;
    private readonly int[] _heard;
    private readonly int[] _gap;
    private readonly int[] _asked;
    private readonly int[] _askedSince;
    private long? _nextTick;
    private long? _retryAt;
    private long? _wakeAt;
    private int _tick;
    private int _watchedSince;
    private bool _isAuditing;
    private (int To, ReadOnlyMemory<byte> Report, Leaving Leaving, ulong View) _lastReport;

    /// <summary>The least member that works: whoever finds a member gone tells it, and it proposes the next view.</summary>
    private int Coordinator
    {
        get
        {
            foreach (int member in _view.MemberList)
            {
                if (_standing[member] == Standing.Live)
                {
                    return member;
                }
            }

            return _self;
        }
    }

    private TimeSpan Heartbeat => _options.HeartbeatInterval;

    public void Lost(int slot, PeerLoss loss)
    {
        if (_closed is null && loss == PeerLoss.Refused)
        {
            _output.Forget(slot);
            _joining.Remove(slot);
            if (_standing[slot] != Standing.Gone && IsMet(slot))
            {
                _standing[slot] = Standing.Gone;
                AnswerEnquiries();
                Reconsider();
            }

            Flush();
        }
    }

    /// <summary>The time that <see cref="IMachineOutput.Wake"/> asked for has come.</summary>
    public void Tick()
    {
        if (_closed is not null)
        {
            return;
        }

        // It may have come too early, or for another reason: what is not due yet is asked for again.
        _wakeAt = null;
        long now = _time.GetTimestamp();
        if (_retryAt <= now)
        {
            _retryAt = null;
        }

        if (_nextTick <= now)
        {
            _nextTick = null;
            _tick++;
            Beat();
        }

        Reconsider();
        Arm();
        Flush();
    }

    /// <summary>While an audit goes on, members are asked whether they are there as they are while an operation waits.</summary>
    /// <param name="isOn">Whether one goes on.</param>
    public void Watch(bool isOn)
    {
        _isAuditing = isOn;
        Arm();
    }

    /// <summary>A slot broke a rule: it is not believed any more, and the group goes on without it.</summary>
    internal void Violated(int slot, string rule)
    {
        if (_standing[slot] != Standing.Gone)
        {
            _standing[slot] = Standing.Gone;
            _barred[slot] = _time.GetTimestamp() + (long)(Bounds.MostSilence.TotalSeconds * _time.TimestampFrequency);
            _output.Violated(slot, rule);
            AnswerEnquiries();
            Reconsider();
        }
    }

    private void Heard(int slot)
    {
        _gap[slot] = Math.Max(_tick - _heard[slot], _gap[slot] - 1);
        _heard[slot] = _tick;
        if (_standing[slot] == Standing.Silent)
        {
            _standing[slot] = Standing.Live;
        }
    }

    private void Beat()
    {
        if (_isJoining)
        {
            AskToJoin();
        }

        bool isWaiting = IsInBallot || _isLeaving || _isAuditing || IsAnyoneJoining || _enquiries.Count > 0 || _waiting.Count > 0 || (_outstanding.Count > 0 && _outstanding[0].Since != _tick - 1);
        if (!isWaiting || _isJoining)
        {
            _watchedSince = _tick;
            return;
        }

        int coordinator = Coordinator;
        var oldest = _outstanding.Count > 0 ? _outstanding[0] : null;
        foreach (int member in _view.MemberList)
        {
            bool isSupplier = IsOwnSupplier(member);
            if (member != _self && _standing[member] != Standing.Gone && (coordinator == _self || member == coordinator || isSupplier))
            {
                var asked = isSupplier ? FirstUncalledBySupplier() ?? oldest : oldest;
                _output.Send(member, HeaderOf(FrameType.Query, asked?.Key ?? default), default);
                _askedSince[member] = _asked[member] == _tick - 1 ? _askedSince[member] : _tick;
                _asked[member] = _tick;
                Suspect(member);
            }
        }

        if (IsInBallot || (_seats.AreReplicated && _tick % Bounds.PatienceTicks == 0))
        {
            // Whoever was told may have been another process, or in another view.
            _lastReport = default;
        }

        if (_seats.AreReplicated && _kept > 0 && (_isLeaving || _unproven >= Bounds.AheadOfMates || Evidence is { IsFull: true }))
        {
            AskProgress();
        }

        TellWaiting();
    }

    /// <summary>docs/spec/dac.md §4: silence is suspected after four times the longest recent gap, but not at once, and after <see cref="Bounds.MostSilence"/> in any case.</summary>
    private void Suspect(int member)
    {
        int least = (int)Math.Ceiling(_options.LeastSilence / Heartbeat);
        int most = (int)Math.Ceiling(Bounds.MostSilence / Heartbeat);
        int silence = _tick - Math.Max(Math.Max(_heard[member], _askedSince[member]), _watchedSince);
        if (_seats.Rule != QuorumRule.Survivors && silence > Math.Clamp(4 * _gap[member], least, most))
        {
            _standing[member] = Standing.Silent;
        }
    }

    /// <summary>Tells the coordinator what this slot believes, if that is anything new.</summary>
    private void Report()
    {
        int coordinator = Coordinator;
        var gone = SlotSet.Of(_size, _view.MemberList.Where(member => _standing[member] == Standing.Gone));
        var silent = SlotSet.Of(_size, _view.MemberList.Where(member => _standing[member] == Standing.Silent));
        if (gone.Count + silent.Count > 0 || IsInBallot || IsSupplierSlow || IsSteppingDown)
        {
            var writer = new FieldWriter();
            writer.Write(_promised);
            writer.Write(gone);
            writer.Write(silent);
            if (_seats.AreReplicated)
            {
                writer.Write((byte)((IsSupplierSlow ? SlowSupplier : 0) | (IsSteppingDown ? WrongSupplier : 0)));
            }

            if (_lastReport.To != coordinator || _lastReport.View != _view.Id || !_lastReport.Report.Span.SequenceEqual(writer.Written.Span))
            {
                _output.Send(coordinator, HeaderOf(FrameType.Suspect), writer.Written);
                _lastReport = (coordinator, writer.Written, _lastReport.To == coordinator && _lastReport.View == _view.Id ? _lastReport.Leaving : Leaving.No, _view.Id);
            }
        }

        var leaving = OwnLeaving;
        if (_isLeaving && !(_lastReport.Leaving == leaving && _lastReport.To == coordinator && _lastReport.View == _view.Id))
        {
            _output.Send(coordinator, HeaderOf(FrameType.Leave, flags: leaving == Leaving.Settled ? (ushort)1 : (ushort)0), default);
            _lastReport = (coordinator, _lastReport.Report, leaving, _view.Id);
        }
    }

    private bool OnSuspect(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        var promised = reader.ReadBallot(_size);
        var gone = reader.ReadSlots(_size);
        var silent = reader.ReadSlots(_size);
        int supplier = _seats.AreReplicated ? reader.ReadByte() : 0;
        if (!reader.IsWhole || !IsNear(promised) || supplier > (SlowSupplier | WrongSupplier))
        {
            return false;
        }

        bool isCurrent = header.View == _view.Id;
        if (!isCurrent)
        {
            TellView(slot);
        }
        else
        {
            _isToldOfSlow |= (supplier & SlowSupplier) != 0 && MayReplaceSupplierOf(_seats.PartitionOf(slot));
            _isToldOfWrong |= (supplier & WrongSupplier) != 0 && _view.IsSupplier(slot);
        }

        Want(promised);
        foreach (int member in gone.Where(IsOfSameProcess))
        {
            _standing[member] = Standing.Gone;
        }

        foreach (int member in silent.Where(member => IsOfSameProcess(member) && _standing[member] == Standing.Live && _seats.Rule != QuorumRule.Survivors))
        {
            _standing[member] = Standing.Silent;
        }

        AnswerEnquiries();
        Reconsider();
        return true;

        // Of a slot where a process has joined, what is said in another view may be said of the one before.
        bool IsOfSameProcess(int member) => member != _self && (isCurrent || _view.ProcessOf(member) == 0);
    }

    /// <summary>After a refusal the proposer waits: longer each time, and not as long as others.</summary>
    private void Retry()
    {
        _refusals = Math.Min(_refusals + 1, 7);
        int turn = 1 + Math.Min(7, _view.MemberList.TakeWhile(member => member != _self).Count());
        _retryAt = _time.GetTimestamp() + (long)(TimeSpan.FromMilliseconds(5 * turn << _refusals).TotalSeconds * _time.TimestampFrequency);
        Arm();
    }

    /// <summary>Asks for a tick while there is something to wait for.</summary>
    private void Arm()
    {
        if (_nextTick is null && _retryAt is null && _outstanding.Count == 0 && _waiting.Count == 0 && !IsInBallot && !_isLeaving && !_isAuditing && _enquiries.Count == 0 && !_isJoining && !IsAnyoneJoining)
        {
            return;
        }

        if (_wakeAt is not null && _nextTick is not null && _retryAt is null)
        {
            return;
        }

        long now = _time.GetTimestamp();
        _nextTick ??= now + (long)(Heartbeat.TotalSeconds * _time.TimestampFrequency);
        long due = Math.Min(_nextTick.Value, _retryAt ?? long.MaxValue);
        if (_wakeAt is null || _wakeAt > due)
        {
            _wakeAt = due;
            _output.Wake(TimeSpan.FromSeconds(Math.Max(0, due - now) / (double)_time.TimestampFrequency));
        }
    }
}
