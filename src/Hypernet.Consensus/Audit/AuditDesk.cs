namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §8: one slot's part in the audits of its group. It takes the windows of an interval one after the other, begins a window
/// anew in each view, and counts the votes of how it ended. Pure, but for what it says by its line.
/// </summary>
/// <param name="party">Who audits.</param>
/// <param name="line">Reaches the others.</param>
internal sealed partial class AuditDesk(AuditParty party, IAuditLine line) : IAuditDesk
{
    /// <summary>How long a step of an audit may take, once the programs of all members have come to it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AuditMessage?[] _begins = new AuditMessage?[party.Seats.Slots];
    private readonly Dictionary<(Hash256 Session, uint Window), IReadOnlyList<ReadOnlyMemory<byte>>> _ended = [];
    private readonly Dictionary<int, AuditMessage> _votes = [];
    private AuditInterval? _interval;
    private Action<AuditOutcome>? _done;
    private uint _window;
    private AuditView _view = line.View;
    private AuditRound? _round;
    private AuditOutcome? _voted;
    private (AuditRound Round, AuditKind Phase, bool HasEnded)? _awaited;

    /// <summary>Whether an audit goes on that the end of the group will follow.</summary>
    public bool IsAlarmed => _answered is not null;

    /// <summary>Begins the audit of an interval.</summary>
    /// <param name="interval">Equal at all slots.</param>
    /// <param name="done">Told how it ended, unless it is withdrawn before.</param>
    public void Start(AuditInterval interval, Action<AuditOutcome> done)
    {
        // Of the interval before some may still be behind.
        foreach (var old in _ended.Keys.Where(key => key.Session != _interval?.Session).ToList())
        {
            _ended.Remove(old);
        }

        _interval = interval;
        _done = done;
        _window = 0;
        line.Watch(true);
        BeginWindow();
    }

    /// <summary>Nobody waits for an audit any more.</summary>
    /// <param name="interval">Of which; nothing happens if it has ended.</param>
    public void Withdraw(AuditInterval interval)
    {
        if (_interval == interval)
        {
            Withdraw();
        }
    }

    /// <inheritdoc/>
    public void Received(int slot, ReadOnlyMemory<byte> message)
    {
        if (AuditMessage.Read(message) is not { } heard || (heard.From != slot && heard.Kind != AuditKind.Vote) || (uint)heard.From >= (uint)party.Seats.Slots)
        {
            return;
        }

        if (heard.Kind == AuditKind.Alarm)
        {
            Hear(heard);
            return;
        }

        if (heard.Kind == AuditKind.Begin && message.Length <= AuditBegin.MostBytes + IAuditSigner.MostBytes + AuditMessage.ScopeBytes)
        {
            _begins[slot] = heard;
            foreach (var vote in VotesOf(heard))
            {
                line.Send(slot, vote);
            }
        }

        if (_done is null || heard.Session != _interval!.Session || heard.Window != _window || !heard.IsSigned(party.Signer))
        {
            return;
        }

        if (heard.Kind == AuditKind.Vote)
        {
            Count(heard);
        }
        else if (heard.View == _view.Id && (heard.To == AuditMessage.Everybody || heard.To == party.Self))
        {
            _round?.Hear(heard);
        }

        GoOn();
    }

    /// <inheritdoc/>
    public void MembersChanged(SlotSet members)
    {
        // Who has passed goes through it again with those that have not come so far, and does not vote twice.
        if (_done is not null && _voted is null or { End: AuditEnd.Passed })
        {
            BeginRound();
            GoOn();
        }
    }

    /// <inheritdoc/>
    public void Met(int slot)
    {
        if (_done is not null)
        {
            _round!.Meet(slot);
        }
    }

    /// <summary>The time that <see cref="IAuditLine.Wake"/> asked for has come.</summary>
    public void Tick()
    {
        if (IsAlarmAwaited)
        {
            Abandon();
            return;
        }

        if (_done is null)
        {
            return;
        }

        if (_round is { Outcome: null } round && !IsWaitingForPrograms(round))
        {
            round.Expire();
            GoOn();
        }
        else if (_voted is not null)
        {
            End(Own(AuditOutcome.Undecided("The others did not say for long how the audit ended for them.")));
        }
    }

    // Whoever comes late was not there when they were cast.
    private IEnumerable<ReadOnlyMemory<byte>> VotesOf(AuditMessage begin) =>
        _ended.TryGetValue((begin.Session, begin.Window), out var votes) ? votes
        : _done is not null && begin.Session == _interval!.Session && begin.Window == _window ? _votes.Values.Select(vote => vote.ToBytes())
        : [];

    private void Withdraw()
    {
        _done = null;
        _round = null;
        line.Watch(false);
    }

    private void BeginWindow()
    {
        _votes.Clear();
        _voted = null;
        if (_window == _interval!.Windows.Count)
        {
            Finish(AuditOutcome.Passed);
            return;
        }

        BeginRound();
        GoOn();
    }

    private void BeginRound()
    {
        _view = line.View;
        var round = _round = new AuditRound(party, _view, _interval!.Context, _interval.Windows[(int)_window], Say);
        round.Begin();
        foreach (var vote in _votes.Values)
        {
            Silence(vote);
        }

        foreach (var begin in _begins)
        {
            if (begin is not null && begin.Session == _interval.Session && begin.Window == _window && begin.View == _view.Id && begin.To == party.Self && begin.IsSigned(party.Signer))
            {
                round.Hear(begin);
            }
        }
    }

    private AuditMessage Say(AuditKind kind, int to, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail)
    {
        ulong view = kind == AuditKind.Vote ? 0 : _view.Id;
        var message = new AuditMessage(kind, _interval!.Session, _window, view, party.Self, to, head, tail, default).Signed(party.Signer);
        var bytes = message.ToBytes();
        foreach (int slot in to == AuditMessage.Everybody ? _view.Members.Where(member => member != party.Self) : [to])
        {
            line.Send(slot, bytes);
        }

        return message;
    }

    private void Count(AuditMessage vote)
    {
        if (_votes.TryAdd(vote.From, vote))
        {
            Silence(vote);
        }
    }

    private void Silence(AuditMessage vote)
    {
        if (AuditEnding.Read(vote.Head.Span, party.Seats.Slots) is not { End: AuditEnd.Passed })
        {
            _round?.Silence(vote.From);
        }
    }

    // Votes when the round has ended here, and ends the window when enough have voted alike.
    private void GoOn()
    {
        if (_done is null)
        {
            return;
        }

        if (_voted is null && _round?.Outcome is { } outcome)
        {
            _voted = outcome;
            if (!_votes.ContainsKey(party.Self))
            {
                Count(Say(AuditKind.Vote, AuditMessage.Everybody, AuditEnding.ToBytes(outcome, party.Seats.Slots), default));
            }
        }

        var ballots = new AuditBallots(party.Seats.Partitions, party.Seats.Replicas, party.Seats.Quorum);
        for (int slot = 0; slot < party.Seats.Slots; slot++)
        {
            int partition = party.Seats.PartitionOf(slot);
            int replica = slot % party.Seats.Replicas;
            if (_votes.TryGetValue(slot, out var vote))
            {
                ballots.Vote(partition, replica, vote.Head);
            }
            else if (!_view.Members.Contains(slot))
            {
                ballots.Silence(partition, replica);
            }
        }

        var decided = Enumerable.Range(0, party.Seats.Partitions).Where(partition => ballots[partition] is not null).Select(partition => ballots[partition]!.Value).ToList();
        bool areEqual = decided.TrueForAll(head => head.Span.SequenceEqual(decided[0].Span));
        if (ballots.IsComplete && areEqual && AuditEnding.Read(decided[0].Span, party.Seats.Slots) is { } ending)
        {
            End(Own(ending));
        }
        else if (_voted is not null && (ballots.Hopeless.Any() || !areEqual))
        {
            End(Own(AuditOutcome.Undecided("The slots do not agree on how the audit ended.")));
        }
        else if (_round is { } round && _awaited != (round, round.Phase, round.Outcome is not null))
        {
            _awaited = (round, round.Phase, round.Outcome is not null);
            line.Wake(IsWaitingForPrograms(round) ? Timeout.InfiniteTimeSpan : Patience);
        }
    }

    // In an alarm programs have nothing to say.
    private bool IsWaitingForPrograms(AuditRound round) => round is { Phase: AuditKind.Begin, Outcome: null } && !IsAlarmed && !IsAlarmAwaited;

    // What the others decided; but who knows better why there is no result says it.
    private AuditOutcome Own(AuditOutcome decided) =>
        decided.End != AuditEnd.Failed && _voted is { End: AuditEnd.Undecided } own ? own : decided;

    private void End(AuditOutcome outcome)
    {
        _ended[(_interval!.Session, _window)] = [.. _votes.Values.Select(vote => vote.ToBytes())];
        if (outcome.End == AuditEnd.Passed)
        {
            NotePassed(_interval.Windows[(int)_window]);
            _window++;
            BeginWindow();
        }
        else
        {
            Finish(outcome);
        }
    }

    private void Finish(AuditOutcome outcome)
    {
        var done = _done;
        Withdraw();
        done?.Invoke(outcome);
    }
}
