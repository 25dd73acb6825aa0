using Hypernet.Consensus.Payloads;
using Hypernet.Network;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// Large reductions, element by element (docs/spec/collectives.md §4): each member, or of short vectors the first ones, owns a segment of the elements. Everybody sends the raw
/// elements of each segment to its owner, who reduces them part by part as soon as all are there, and sends the result to all.
/// The results of a reduction to a root go to the root alone, which ends first and tells the others.
/// </summary>
internal sealed class DirectRun : Run
{
    private const int Playing = 0;
    private const int Raw = 1;
    private const int Finished = 2;
    private const int Overflowed = 3;
    private const int Done = 4;

    private readonly SegmentPlan _plan;
    private readonly SegmentReducer _reducer;
    private readonly SegmentPlayer?[] _players;
    private readonly bool _saysWhatItPlays;
    private readonly int _collector;
    private readonly PooledBytes _pooled;
    private readonly Memory<byte> _value;
    private readonly int[] _finished;
    private int _reduced;
    private int _unfinished;
    private int _unknown;
    private long _overflowed = long.MaxValue;
    private Outcome? _done;
    private SlotSet _contributors;

    /// <summary>Creates the run.</summary>
    /// <param name="context">What it knows.</param>
    /// <param name="output">What it does.</param>
    public DirectRun(RunContext context, IRunOutput output)
        : base(context, output)
    {
        int members = context.Members.Count;
        int width = Descriptor.Type.Width();
        _plan = new SegmentPlan((int)Descriptor.Count, members, width, context.OwnerBytes);
        _reducer = new SegmentReducer(Descriptor, context.Size);
        _collector = Descriptor.Kind == OperationKind.Reduce ? Math.Max(0, context.PositionOf(Descriptor.Root)) : -1;
        // Written in all places before anybody is given it.
        _pooled = new PooledBytes((int)Descriptor.Count * width, isGiven: true);
        _value = _pooled.Memory;
        _finished = new int[members];
        _unfinished = _plan.AllParts;
        _contributors = SlotSet.None(context.Size);

        // Where all slots are members nothing has been handed over: each plays its own.
        _saysWhatItPlays = members < context.Size || Descriptor.Operator == ReduceOperator.WeightedMean;
        _players = new SegmentPlayer?[members];
        _unknown = members;
        for (int position = 0; position < members && !_saysWhatItPlays; position++)
        {
            Know(position, SegmentPlayer.Of(context.Size, context.Members[position]));
        }
    }

    /// <inheritdoc/>
    protected override int Rounds => Context.Members.Count == 1 ? 0 : 2 + (_saysWhatItPlays ? 1 : 0) + (_collector >= 0 ? 1 : 0);

    private bool Collects => _collector < 0 || _collector == Position;

    private bool IsReduced => _reduced == _plan.Parts(Position);

    private IEnumerable<int> OtherPositions => Enumerable.Range(1, Context.Members.Count - 1).Select(offset => (Position + offset) % Context.Members.Count);

    /// <inheritdoc/>
    protected override void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        if (_saysWhatItPlays)
        {
            var self = SegmentPlayer.Of(Context, contributions);
            Know(Position, self);
            byte[] plays = self.Write(Descriptor);
            foreach (int position in OtherPositions)
            {
                SendPart(Context.Members[position], Playing, 0, 0, plays);
            }
        }

        // Parts before owners: so that all owners can begin early, and nobody receives from all at once.
        var byPlay = _players[Position]!.SlotList.Select(slot => contributions.First(contribution => contribution.Key == slot).Value).ToArray();
        for (int part = 0; part <= _plan.Parts(0); part++)
        {
            foreach (int owner in OtherPositions.Append(Position).Where(owner => part < _plan.Parts(owner)))
            {
                SendRaw(owner, part, byPlay);
            }
        }

        Go();
    }

    /// <inheritdoc/>
    protected override string? Accept(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        int position = Context.PositionOf(slot);
        string? rule = header.Step switch
        {
            Playing => AcceptPlaying(position, slot, payload),
            Raw => AcceptRaw(position, header, payload),
            Finished or Overflowed => AcceptFinished(position, header, payload),
            Done => AcceptDone(position, payload),
            _ => "a frame's step is one of its schedule",
        };
        if (rule is null && !IsOver)
        {
            Go();
        }

        return rule;
    }

    /// <inheritdoc/>
    protected override Memory<byte> Room(int slot, in FrameHeader header, int length)
    {
        int position = Context.PositionOf(slot);
        return header.Step switch
        {
            Raw when IsNextRaw(position, header, length) => _reducer.RoomFor((int)header.Chunk, length),
            Finished when IsNextResult(position, header, length) => ResultOf(position),
            _ => default,
        };
    }

    private void SendRaw(int owner, int part, ReadOnlyMemory<byte>[] contributions)
    {
        var player = _players[Position]!;
        for (int i = 0; i < contributions.Length; i++)
        {
            var (first, elements) = Slice(owner, part, contributions[i]);
            if (owner == Position)
            {
                _reducer.Add(part, player.SlotList[i], player.Weights[i], elements);
            }
            else
            {
                SendPart(Context.Members[owner], Raw, player.SlotList[i], first, elements);
            }
        }
    }

    private string? AcceptPlaying(int position, int slot, ReadOnlySpan<byte> payload)
    {
        if (!_saysWhatItPlays || _players[position] is not null)
        {
            return "a member says once what it plays, where that is not known";
        }

        if (SegmentPlayer.Read(Context, slot, payload) is not { } player || player.Slots.Overlaps(_contributors))
        {
            return "a member plays its own contribution, and those of slots that are no members and that nobody else plays";
        }

        Know(position, player);
        return null;
    }

    private string? AcceptRaw(int position, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_players[position] is not { } player || player.Next.Part >= _plan.Parts(Position))
        {
            return "a member sends each part of a segment once, after it has said what it plays";
        }

        if (!IsNextRaw(position, header, payload.Length))
        {
            return "parts ascend, within a part contributions do, and they are whole";
        }

        var (part, index) = player.Next;
        player.Advance();
        _reducer.AddCopy(part, player.SlotList[index], player.Weights[index], payload);
        return null;
    }

    private string? AcceptFinished(int position, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!Collects || _finished[position] >= _plan.Parts(position))
        {
            return "an owner sends each part's result once, to those who receive it";
        }

        var (first, elements) = Slice(position, _finished[position], _value);
        bool isOverflow = header.Step == Overflowed;
        long end = first + (elements.Length / Descriptor.Type.Width());
        if (isOverflow
            ? !Outcome.MayOverflow(Descriptor) || header.First < (ulong)first || header.First >= (ulong)end || !payload.IsEmpty
            : !IsNextResult(position, header, payload.Length))
        {
            return "results ascend, and are whole";
        }

        // Does nothing where they have been received in place.
        payload.CopyTo(ResultOf(position).Span);
        Finish(position, isOverflow ? (long)header.First : -1);
        return null;
    }

    private bool IsNextRaw(int position, in FrameHeader header, int length)
    {
        if (_players[position] is not { } player || player.Next.Part >= _plan.Parts(Position))
        {
            return false;
        }

        var (part, index) = player.Next;
        var (first, elements) = Slice(Position, part, _value);
        return header.Chunk == player.SlotList[index] && header.First == (ulong)first && length == elements.Length;
    }

    private bool IsNextResult(int position, in FrameHeader header, int length) =>
        Collects && _finished[position] < _plan.Parts(position) && Slice(position, _finished[position], _value) is var (first, elements)
        && header.First == (ulong)first && length == elements.Length;

    // Where an owner's next result stands.
    private Memory<byte> ResultOf(int position)
    {
        var (first, count) = _plan.Elements(position, _finished[position]);
        return _value.Slice(first * Descriptor.Type.Width(), count * Descriptor.Type.Width());
    }

    private string? AcceptDone(int position, ReadOnlySpan<byte> payload)
    {
        if (Collects || position != _collector || !IsReduced || _done is not null || Outcome.Read(Context.Size, payload) is not { } outcome || !outcome.Fits(Descriptor))
        {
            return "the root says once how the reduction ended, when it has all results";
        }

        _done = outcome;
        return null;
    }

    private void Know(int position, SegmentPlayer player)
    {
        _players[position] = player;
        _contributors = _contributors.Union(player.Slots);
        _unknown--;
    }

    private void Finish(int position, long overflowed)
    {
        _finished[position]++;
        _unfinished--;
        _overflowed = overflowed < 0 ? _overflowed : Math.Min(_overflowed, overflowed);
    }

    // Reduces what is there, and ends if that was the last.
    private void Go()
    {
        if (_unknown > 0)
        {
            return;
        }

        while (!IsReduced && _reducer.Count(_reduced) == _contributors.Count)
        {
            var (first, elements) = Slice(Position, _reduced, _value);
            long overflowed = _reducer.Reduce(_reduced, _value.Span.Slice(first * Descriptor.Type.Width(), elements.Length));
            foreach (int receiver in _collector < 0 ? OtherPositions : OtherPositions.Where(position => position == _collector))
            {
                SendPart(Context.Members[receiver], overflowed < 0 ? Finished : Overflowed, 0, first + Math.Max(0, overflowed), overflowed < 0 ? elements : default);
            }

            Finish(Position, overflowed < 0 ? -1 : first + overflowed);
            _reduced++;
        }

        if (Collects && _unfinished == 0)
        {
            Conclude();
        }
        else if (_done is not null && _done.Contributors.Equals(_contributors))
        {
            End(_done, default, _pooled);
        }
        else if (_done is not null)
        {
            Break(Context.Members[_collector], "the root counts what was played");
        }
    }

    private void Conclude()
    {
        var outcome = new Outcome(_contributors, _overflowed == long.MaxValue ? Conclusion.Of(_value) : Conclusion.Without(ConclusionStatus.Overflow, _overflowed));
        outcome = outcome.Lost(Descriptor).Count == 0 ? outcome : outcome with { Conclusion = default };
        foreach (int position in _collector < 0 ? [] : OtherPositions)
        {
            SendPart(Context.Members[position], Done, 0, 0, outcome.Write(default));
        }

        bool isForNobody = _collector >= 0 && Context.Self != Descriptor.Root;
        End(outcome, isForNobody ? default : outcome.Conclusion.Value, _pooled);
    }

    private (int First, ReadOnlyMemory<byte> Elements) Slice(int segment, int part, ReadOnlyMemory<byte> bytes)
    {
        var (first, count) = _plan.Elements(segment, part);
        return (first, bytes.Slice(first * Descriptor.Type.Width(), count * Descriptor.Type.Width()));
    }
}
