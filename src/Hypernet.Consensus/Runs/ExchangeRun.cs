using Hypernet.Consensus.Payloads;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// Contributions go straight to the out-neighbors (docs/spec/collectives.md §4). Of a slot that is no member nobody knows who plays it,
/// if anybody: so every member sends to its out-neighbors, too, and says what it has.
/// </summary>
internal sealed class ExchangeRun : MessageRun
{
    private const int Only = 0;

    private readonly IReadOnlyList<IReadOnlyList<int>> _outNeighbors;
    private readonly HashSet<int> _fromAnybody;
    private readonly HashSet<int> _awaited;
    private readonly PartMap _received;

    /// <summary>Creates the run.</summary>
    /// <param name="context">What it knows.</param>
    /// <param name="output">What it does.</param>
    public ExchangeRun(RunContext context, IRunOutput output)
        : base(context, output)
    {
        _outNeighbors = context.Call.OutNeighbors!;
        _fromAnybody = [.. Enumerable.Range(0, context.Size).Except(context.Members).SelectMany(absent => _outNeighbors[absent])];
        _awaited = [.. context.Members.Where(member => member != context.Self && Sends(member, context.Self))];
        _received = new PartMap(context.Size, Descriptor);
    }

    /// <inheritdoc/>
    protected override int Rounds => 1;

    /// <inheritdoc/>
    protected override void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        foreach (int member in Context.Members)
        {
            var parts = member == Context.Self ? _received : new PartMap(Context.Size, Descriptor);
            AddAll(parts, [.. contributions.Where(contribution => _outNeighbors[contribution.Key].Contains(member))]);
            if (member != Context.Self && Sends(Context.Self, member))
            {
                Send(member, Only, parts.Write());
            }
        }

        EndIfComplete();
    }

    /// <inheritdoc/>
    protected override bool Expects(int slot, int step) => step == Only && _awaited.Contains(slot);

    /// <inheritdoc/>
    protected override string? Take(int slot, int step, ReadOnlySpan<byte> message)
    {
        var before = _received.Contributors;
        string? rule = _received.Merge(message);
        if (rule is not null)
        {
            return rule;
        }

        if (!_received.Contributors.Except(before).All(given => (given == slot || Context.PositionOf(given) < 0) && IsInNeighbor(given)))
        {
            return "a member speaks for itself and for slots that are no members, to their out-neighbors";
        }

        _awaited.Remove(slot);
        EndIfComplete();
        return null;
    }

    private bool IsInNeighbor(int slot) => _outNeighbors[slot].Contains(Context.Self);

    private bool Sends(int from, int to) => _outNeighbors[from].Contains(to) || _fromAnybody.Contains(to);

    private void EndIfComplete()
    {
        if (_awaited.Count > 0)
        {
            return;
        }

        var needed = SlotSet.Of(Context.Size, Descriptor.OnLoss == OnLoss.Strict ? Enumerable.Range(0, Context.Size).Where(IsInNeighbor) : []);
        End(Outcome.LossFault(Descriptor, needed.Except(_received.Contributors)), _received.Contributors, PartList.Write(_received.Parts));
    }
}
