using Hypernet.Consensus.Payloads;
using Hypernet.Topology;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// Contributions are merged on their way up a tree over the members, and each receives on the way down what it shall: docs/spec/collectives.md §4.
/// </summary>
internal sealed class TreeRun : MessageRun
{
    private const int Up = 0;
    private const int Down = 1;

    private readonly RootedTree _tree;
    private readonly int _parent;
    private readonly List<int> _children;
    private readonly List<int> _awaited;
    private readonly Payload _payload;
    private PartMap? _parts;

    /// <summary>Creates the run.</summary>
    /// <param name="context">What it knows.</param>
    /// <param name="output">What it does.</param>
    /// <param name="tree">Over the positions of the members.</param>
    public TreeRun(RunContext context, IRunOutput output, RootedTree tree)
        : base(context, output)
    {
        _tree = tree;
        _parent = Position == tree.Root ? -1 : context.Members[tree.Parent(Position)];
        _children = [.. tree.Children(Position).Select(position => context.Members[position])];
        _awaited = [.. _children];
        _payload = PayloadFactory.Create(context.Call, context.Size);
    }

    /// <inheritdoc/>
    protected override int Rounds => Context.Members.Count > 1 ? 2 : 0;

    private bool IsRoot => _parent < 0;

    private bool HasAll => _awaited.Count == 0;

    /// <inheritdoc/>
    protected override void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        AddAll(_payload, contributions);
        Ascend();
    }

    /// <inheritdoc/>
    protected override bool Expects(int slot, int step) =>
        step == Up ? _awaited.Contains(slot) : step == Down && slot == _parent && HasAll;

    /// <inheritdoc/>
    protected override string? Take(int slot, int step, ReadOnlySpan<byte> message)
    {
        if (step == Up)
        {
            _awaited.Remove(slot);
            var before = _payload.Contributors;
            string? rule = _payload.Merge(message);
            if (rule is null && !SpeaksForItsSubtree(slot, _payload.Contributors.Except(before)))
            {
                rule = "a member speaks for all members of its subtree, and for slots that are no members";
            }

            if (rule is null)
            {
                Ascend();
            }

            return rule;
        }

        if (Outcome.Read(Context.Size, message) is not { } outcome || !Fits(outcome))
        {
            return "an outcome is whole, fits the operation, and counts what went up";
        }

        Descend(outcome);
        return null;
    }

    private bool SpeaksForItsSubtree(int child, SlotSet contributors)
    {
        int members = 0;
        foreach (int slot in Slots(Context.PositionOf(child)))
        {
            members++;
            if (!contributors.Contains(slot))
            {
                return false;
            }
        }

        return contributors.Count == members || contributors.Count(slot => Context.PositionOf(slot) >= 0) == members;
    }

    private void Ascend()
    {
        if (HasAll && IsRoot)
        {
            Descend(Outcome.Of(Context.Call, _payload));
        }
        else if (HasAll)
        {
            Send(_parent, Up, _payload.Write());
        }
    }

    private void Descend(Outcome outcome)
    {
        ReadOnlyMemory<byte> value = outcome.Conclusion.Value;
        if (Descriptor.Kind == OperationKind.Scatter && outcome.Fault(Descriptor) is null)
        {
            var parts = IsRoot ? PartList.Read(value, Context.Size)! : _parts!.Parts;
            foreach (int child in _children)
            {
                Send(child, Down, outcome.Write(Subtree(child, parts).Write().Span));
            }

            value = parts[Context.Self].GetValueOrDefault();
        }
        else if (_children.Count > 0)
        {
            byte[] message = outcome.Write(Descriptor.Kind.IsToRoot() ? default : value.Span);
            foreach (int child in _children)
            {
                Send(child, Down, message);
            }
        }

        End(outcome, Descriptor.Kind.IsToRoot() && Context.Self != Descriptor.Root ? default : value);
    }

    private bool Fits(Outcome outcome)
    {
        if (_payload.Contributors.Except(outcome.Contributors).Count > 0 || !outcome.Fits(Descriptor))
        {
            return false;
        }

        if (Descriptor.Kind != OperationKind.Scatter || outcome.Fault(Descriptor) is not null)
        {
            return true;
        }

        _parts = new PartMap(Context.Size, Descriptor);
        return _parts.Merge(outcome.Conclusion.Value.Span) is null && _parts.Contributors.Equals(SlotSet.Of(Context.Size, Slots(Position)));
    }

    private PartMap Subtree(int child, IReadOnlyList<ReadOnlyMemory<byte>?> parts)
    {
        var map = new PartMap(Context.Size, Descriptor);
        foreach (int slot in Slots(Context.PositionOf(child)))
        {
            map.Add(slot, parts[slot].GetValueOrDefault());
        }

        return map;
    }

    private IEnumerable<int> Slots(int position) => [Context.Members[position], .. _tree.Children(position).SelectMany(Slots)];
}
