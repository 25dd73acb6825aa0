using Hypernet.Consensus.Payloads;
using Hypernet.Topology;

namespace Hypernet.Consensus.Runs;

/// <summary>Everybody comes to hold everything in ⌈log2 n⌉ rounds (<see cref="CensusSchedule"/>, docs/spec/collectives.md §4).</summary>
internal sealed class CensusRun : MessageRun
{
    private readonly CensusSchedule _schedule;
    private readonly ReadOnlyMemory<byte>?[] _early;
    private readonly Payload _all;
    private readonly Payload _others;
    private readonly int _lastWithoutOwn;
    private int _round = -1;

    /// <summary>Creates the run.</summary>
    /// <param name="context">What it knows.</param>
    /// <param name="output">What it does.</param>
    public CensusRun(RunContext context, IRunOutput output)
        : base(context, output)
    {
        _schedule = CensusSchedule.For(context.Members.Count);
        _early = new ReadOnlyMemory<byte>?[_schedule.Rounds.Count];
        _all = PayloadFactory.Create(context.Call, context.Size);
        _others = PayloadFactory.Create(context.Call, context.Size);
        _lastWithoutOwn = -1;
        for (int round = 0; round < _schedule.Rounds.Count; round++)
        {
            _lastWithoutOwn = _schedule.Rounds[round].IncludesOwn ? _lastWithoutOwn : round;
        }
    }

    /// <inheritdoc/>
    protected override int Rounds => _schedule.Rounds.Count;

    /// <inheritdoc/>
    protected override void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        AddAll(_all, contributions);
        Advance();
    }

    /// <inheritdoc/>
    protected override bool Expects(int slot, int step) => step < Rounds && step >= _round && _early[step] is null && slot == Sender(step);

    /// <inheritdoc/>
    protected override string? Take(int slot, int step, ReadOnlySpan<byte> message)
    {
        if (step > _round)
        {
            _early[step] = message.ToArray();
            return null;
        }

        string? rule = Merge(message);
        if (rule is null)
        {
            Advance();
        }

        return rule;
    }

    private int Sender(int round) => Context.Members[_schedule.From(Position, round)];

    private string? Merge(ReadOnlySpan<byte> message)
    {
        var before = _all.Contributors;
        string? rule = _all.Merge(message) ?? (_round < _lastWithoutOwn ? _others.Merge(message) : null);
        return rule ?? (SpeaksForItsRun(_all.Contributors.Except(before)) ? null : "a member speaks for all members that it has heard from, and for slots that are no members");
    }

    // What arrives are as many positions as the sender is above, from just below those that are known on.
    private bool SpeaksForItsRun(SlotSet contributors)
    {
        int known = _schedule.Rounds.Take(_round).Sum(round => round.Offset);
        int members = _schedule.Rounds[_round].Offset;
        for (int below = known + 1; below <= known + members; below++)
        {
            if (!contributors.Contains(Context.Members[(Position + _schedule.Count - below) % _schedule.Count]))
            {
                return false;
            }
        }

        return contributors.Count == members || contributors.Count(slot => Context.PositionOf(slot) >= 0) == members;
    }

    // Goes on to the next round, and through all whose messages have come already.
    private void Advance()
    {
        while (++_round < Rounds)
        {
            var message = _schedule.Rounds[_round].IncludesOwn ? _all : _others;
            Send(Context.Members[_schedule.To(Position, _round)], _round, message.Write());
            if (_early[_round] is not { } early)
            {
                return;
            }

            if (Merge(early.Span) is { } rule)
            {
                Break(Sender(_round), rule);
                return;
            }
        }

        var outcome = Outcome.Of(Context.Call, _all);
        End(outcome, Own(outcome));
    }

    // Everybody holds the value for all, and receives its own share of it.
    private ReadOnlyMemory<byte> Own(Outcome outcome)
    {
        var value = outcome.Conclusion.Value;
        bool isForOthers = Descriptor.Kind.IsToRoot() && Context.Self != Descriptor.Root;
        return isForOthers || outcome.Fault(Descriptor) is not null ? default
            : Descriptor.Kind == OperationKind.Scatter ? PartList.Read(value, Context.Size)![Context.Self].GetValueOrDefault()
            : value;
    }
}
