using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Membership;
using Xunit;

namespace Hypernet.Consensus.Replication;

/// <summary>A simulated group of partitions with replicas, all of which run one program: a list of operations, which each slot calls in turn.</summary>
internal sealed class ReplicatedGroup
{
    private readonly OperationList _program;
    private readonly SortedDictionary<int, RecordedCall>[] _calls;
    private Random? _inFlight;
    private readonly List<(int Slot, SortedDictionary<int, RecordedCall> Calls)> _former = [];

    public ReplicatedGroup(OperationList program, int replicas = 3, int quorum = 2, ulong seed = 1, Action<WaitingOperation>? waiting = null, long logBytes = 256 << 20, AuditOptions? audit = null)
    {
        _program = program;
        Replicas = replicas;
        Group = replicas == 1
            ? new SimulatedGroup(program.Partitions, seed)
            : new SimulatedGroup(program.Partitions * replicas, seed, QuorumRule.Replicas, waiting, replicas: replicas, replicaQuorum: quorum, logBytes: logBytes, audit: audit);
        _calls = [.. Enumerable.Range(0, Group.Size).Select(_ => new SortedDictionary<int, RecordedCall>())];
    }

    public SimulatedGroup Group { get; }

    public int Replicas { get; }

    /// <summary>How many calls ended for that.</summary>
    public int LeftBehind { get; private set; }

    /// <summary>Whether a program that is left behind begins anew, as an agent has it.</summary>
    public bool RestartsLeftBehind { get; init; }

    /// <summary>Operations of the program.</summary>
    public int Count => _program.Count;

    public IEnumerable<int> Slots => Enumerable.Range(0, Group.Size);

    /// <summary>What a slot calls, of what its program says.</summary>
    public Func<int, int, OperationCall, OperationCall> Alter { get; init; } = (_, _, call) => call;

    public int PartitionOf(int slot) => slot / Replicas;

    public IReadOnlyCollection<RecordedCall> CallsOf(int slot) => _calls[slot].Values;

    /// <summary>Whether a slot's program has ended, with results only.</summary>
    public bool IsDone(int slot) => _calls[slot].Count == _program.Count && _calls[slot].Values.All(call => call.Result is not null);

    /// <summary>Begins at slots: each operation is called when the one before it has ended.</summary>
    public void Start(params IEnumerable<int> slots)
    {
        foreach (int slot in slots)
        {
            CallNext(slot);
        }
    }

    /// <summary>Starts a process without memory in a slot, whose program begins at its beginning.</summary>
    public void Restart(int slot, bool isJoining = true)
    {
        _former.Add((slot, _calls[slot]));
        _calls[slot] = [];
        Group.Restart(slot, isJoining);
        if (_inFlight is { } random)
        {
            StartInFlight(slot, random);
        }
        else
        {
            CallNext(slot);
        }
    }

    /// <summary>Every slot calls all operations without awaiting them, those of one name in their order, at times of its own.</summary>
    public void StartInFlight(Random random)
    {
        _inFlight = random;
        foreach (int slot in Slots)
        {
            StartInFlight(slot, random);
        }
    }

    /// <summary>Runs to the end at all slots that live, but for some.</summary>
    public void Finish(string context, params int[] unless)
    {
        var slots = Group.Alive.Except(unless);
        bool isDone = Group.Network.RunUntil(() => slots.All(IsDone), SimulatedGroup.Limit);
        Assert.True(isDone, $"{context}: {string.Join(", ", slots.Select(slot => $"{slot}: {_calls[slot].Values.Count(call => call.Result is not null)} of {_calls[slot].Count} {_calls[slot].Values.FirstOrDefault(call => call.Fault is not null)?.Fault!.Message}"))}");
        Assert.True(Group.Violations.Count == 0, $"{context}: {string.Join("; ", Group.Violations)}");
    }

    /// <summary>Lets time pass.</summary>
    public void Wait(TimeSpan time) => Group.Network.RunUntil(() => false, time);

    /// <summary>Every result that any slot has, dead or alive, has the bits of the whole run.</summary>
    public void AssertWhole(string context, IEnumerable<int>? slots = null)
    {
        foreach ((int slot, var calls) in (slots ?? Slots).Select(slot => (slot, _calls[slot])).Concat(_former))
        {
            foreach ((int number, var call) in calls)
            {
                if (call.Result is { } result)
                {
                    var whole = _program.Whole(PartitionOf(slot), number);
                    bool isEqual = result.Value.Span.SequenceEqual(whole.Value.Span) && result.Contributors.Equals(whole.Contributors)
                        && BitConverter.DoubleToInt64Bits(result.ErrorBound) == BitConverter.DoubleToInt64Bits(whole.ErrorBound);
                    Assert.True(isEqual, $"{context}: operation {number} at {slot}: {Convert.ToHexString(result.Value.Span[..Math.Min(40, result.Value.Length)])} of {result.Contributors}");
                }
            }
        }
    }

    private void StartInFlight(int slot, Random random)
    {
        var calls = _calls[slot];
        int slowness = random.Next(5) == 0 ? 5000 : 200;
        var left = Enumerable.Range(0, _program.Count).GroupBy(number => _program.Call(0, number).Name).Select(name => new Queue<int>(name)).ToList();
        for (int at = 0; left.Count > 0; at += random.Next(slowness))
        {
            var name = left[random.Next(left.Count)];
            int number = name.Dequeue();
            left.RemoveAll(queue => queue.Count == 0);
            After(TimeSpan.FromMicroseconds(at), slot, calls, () => Call(slot, number, call => AfterEnd(slot, call)));
        }
    }

    // Nothing happens if another process has the slot by then.
    private void After(TimeSpan time, int slot, SortedDictionary<int, RecordedCall> calls, Action action) => Group.Network.Time.CreateTimer(
        _ =>
        {
            if (_calls[slot] == calls)
            {
                action();
            }
        },
        null,
        time,
        Timeout.InfiniteTimeSpan);

    private void AfterEnd(int slot, RecordedCall call)
    {
        if (call.Fault is LeftBehindException && RestartsLeftBehind)
        {
            // Not while the node ends its calls.
            LeftBehind++;
            After(TimeSpan.FromMilliseconds(1), slot, _calls[slot], () => Restart(slot));
        }
    }

    private void CallNext(int slot)
    {
        var calls = _calls[slot];
        if (calls.Count < _program.Count)
        {
            Call(slot, calls.Count, call =>
            {
                if (call.Result is not null)
                {
                    CallNext(slot);
                }
                else
                {
                    AfterEnd(slot, call);
                }
            });
        }
    }

    private void Call(int slot, int number, Action<RecordedCall>? then)
    {
        if (Group.Network.IsAlive(slot))
        {
            var recorded = _calls[slot][number] = new RecordedCall(then);
            Group.Nodes[slot].Submit(Alter(slot, number, _program.Call(PartitionOf(slot), number)), recorded);
        }
    }
}
