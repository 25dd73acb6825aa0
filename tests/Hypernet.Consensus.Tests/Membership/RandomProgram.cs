using Xunit;

namespace Hypernet.Consensus.Membership;

/// <summary>A program drawn from a seed: many operations of several names and kinds in flight, ranks that are slow, crash and leave, on a bad network.</summary>
internal sealed class RandomProgram
{
    private const int Names = 3;

    private readonly string _context;
    private readonly Random _random;
    private readonly SimulatedGroup _group;
    private readonly List<OperationKind> _kinds;
    private readonly Dictionary<int, RecordedCall>[] _calls;
    private readonly HashSet<int> _leaving = [];
    private readonly int _root;

    public RandomProgram(ulong seed, int maxSize, QuorumRule quorum)
    {
        _random = new Random(unchecked((int)seed));
        int size = _random.Next(4) == 0 ? _random.Next(2, maxSize + 1) : _random.Next(2, Math.Min(maxSize, 8) + 1);
        _root = _random.Next(size);
        _context = $"seed {seed}, {size} ranks, {quorum}";
        _group = new SimulatedGroup(size, seed, quorum);
        _kinds = [.. Enumerable.Range(0, _random.Next(1, 10)).Select(_ => (OperationKind)_random.Next(1, 9))];
        _calls = [.. Enumerable.Range(0, size).Select(_ => new Dictionary<int, RecordedCall>())];
        if (_random.Next(3) == 0)
        {
            (_group.Network.Loss, _group.Network.Duplicate, _group.Network.Reorder) = (0.1 * _random.NextDouble(), 0.1 * _random.NextDouble(), 0.1 * _random.NextDouble());
        }

        int losses = quorum == QuorumRule.Survivors ? _random.Next(size) : _random.Next((size + 1) / 2);
        for (int i = 0; i < losses; i++)
        {
            Lose(_random.Next(size));
        }

        for (int slot = 0; slot < size; slot++)
        {
            Schedule(slot);
        }
    }

    private IEnumerable<int> Staying => _group.Alive.Where(slot => !_leaving.Contains(slot));

    public void Run()
    {
        bool isDone = _group.Network.RunUntil(
            () => Staying.All(slot => _calls[slot].Count == _kinds.Count && _calls[slot].Values.All(call => call.IsEnded)), SimulatedGroup.Limit);
        Assert.True(isDone, $"{_context}: a survivor hangs: {string.Join(" ", Staying.Select(slot => $"{slot}:{_calls[slot].Values.Count(call => call.IsEnded)}/{_calls[slot].Count}"))}");
        Assert.True(_group.Violations.Count == 0, $"{_context}: {string.Join("; ", _group.Violations)}");
        var staying = Staying.ToList();
        for (int i = 0; staying.Count > 0 && i < _kinds.Count; i++)
        {
            Check(i, staying);
        }
    }

    private void Lose(int slot)
    {
        if (_random.Next(2) == 0)
        {
            _group.Network.CrashAt(slot, _random.Next(40 * _group.Size));
        }
        else
        {
            After(_random.Next(2000), () =>
            {
                _leaving.Add(slot);
                _group.Nodes[slot].Leave();
            });
        }
    }

    /// <summary>A slot calls its operations in an order of its own, that of each name kept.</summary>
    private void Schedule(int slot)
    {
        int slowness = _random.Next(5) == 0 ? 5000 : 200;
        var left = Enumerable.Range(0, _kinds.Count).GroupBy(i => i % Names).Select(name => new Queue<int>(name)).ToList();
        int at = 0;
        while (left.Count > 0)
        {
            var name = left[_random.Next(left.Count)];
            int operation = name.Dequeue();
            left.RemoveAll(queue => queue.Count == 0);
            at += _random.Next(slowness);
            After(at, () =>
            {
                if (_group.Network.IsAlive(slot) && !_leaving.Contains(slot))
                {
                    _calls[slot][operation] = _group.Call(slot, CallOf(operation, slot));
                }
            });
        }
    }

    private void After(int microseconds, Action action) =>
        _group.Network.Time.CreateTimer(_ => action(), null, TimeSpan.FromMicroseconds(microseconds), Timeout.InfiniteTimeSpan);

    private OperationCall CallOf(int operation, int slot)
    {
        string name = $"name {operation % Names}";
        var kind = _kinds[operation];
        byte[] own = [(byte)operation, (byte)slot];
        return kind switch
        {
            OperationKind.AllReduce => Calls.Sum(name, Calls.Value(slot, operation)),
            OperationKind.Reduce => ToReduce(Calls.Sum(name, Calls.Value(slot, operation))),
            OperationKind.Barrier => Calls.Of(kind, name),
            OperationKind.Broadcast => Calls.Of(kind, name, _root, slot == _root ? own : []),
            OperationKind.Scatter => Calls.Of(kind, name, _root, slot == _root ? PartList.Write([.. Enumerable.Range(0, _group.Size).Select(to => (ReadOnlyMemory<byte>?)new[] { (byte)operation, (byte)to })]) : []),
            OperationKind.Exchange => Calls.Of(kind, name, 0, own) with { OutNeighbors = [.. Enumerable.Range(0, _group.Size).Select(from => (IReadOnlyList<int>)[(from + 1) % _group.Size])] },
            _ => Calls.Of(kind, name, _root, own),
        };
    }

    private OperationCall ToReduce(OperationCall call) => call with { Descriptor = call.Descriptor with { Kind = OperationKind.Reduce, Root = _root } };

    private void Check(int operation, List<int> staying)
    {
        var kind = _kinds[operation];
        string context = $"{_context}: {kind} {operation}";
        var ended = staying.Select(slot => (Slot: slot, Call: _calls[slot][operation])).ToList();
        var first = ended[0].Call;
        if (kind == OperationKind.Exchange)
        {
            Assert.All(ended, end => Assert.True(end.Call.Result is not null, $"{context}: {end.Call.Fault}"));
            return;
        }

        if (kind == OperationKind.Scatter)
        {
            foreach (var (slot, call) in ended.Where(end => end.Call.Result is not null))
            {
                Assert.True(call.Result!.Value.Span.SequenceEqual(new[] { (byte)operation, (byte)slot }), context);
            }

            Assert.True(!staying.Contains(_root) || ended.TrueForAll(end => end.Call.Result is not null), $"{context}: {first.Fault}");
            return;
        }

        Assert.All(ended, end => Assert.True(
            end.Call.Fault?.Message == first.Fault?.Message && Equals(end.Call.Result?.Contributors, first.Result?.Contributors),
            $"{context}: {first.Result?.Contributors}{first.Fault} at {staying[0]}, {end.Call.Result?.Contributors}{end.Call.Fault} at {end.Slot}"));
        if (first.Result is null)
        {
            bool isRooted = kind is OperationKind.Broadcast or OperationKind.Reduce or OperationKind.Gather;
            Assert.True(first.Fault is RankLostException && isRooted && !staying.Contains(_root), $"{context}: {first.Fault}");
            return;
        }

        if (kind is not OperationKind.Broadcast)
        {
            Assert.True(staying.TrueForAll(first.Result.Contributors.Contains), $"{context}: a survivor is missing from {first.Result.Contributors}");
        }

        foreach (var (slot, call) in ended)
        {
            bool hasValue = kind is OperationKind.AllReduce or OperationKind.Broadcast or OperationKind.AllGather || slot == _root;
            Assert.True(!hasValue || call.Result!.Value.Span.SequenceEqual(Expected(kind, operation, call.Result.Contributors).Span), $"{context}: wrong at {slot}");
        }
    }

    private ReadOnlyMemory<byte> Expected(OperationKind kind, int operation, SlotSet contributors) => kind switch
    {
        OperationKind.AllReduce or OperationKind.Reduce => BitConverter.GetBytes(contributors.Sum(slot => Calls.Value(slot, operation))),
        OperationKind.Broadcast => new[] { (byte)operation, (byte)_root },
        OperationKind.Barrier => default,
        _ => PartList.Write([.. Enumerable.Range(0, _group.Size).Select(slot => contributors.Contains(slot) ? (ReadOnlyMemory<byte>?)new[] { (byte)operation, (byte)slot } : null)]),
    };
}
