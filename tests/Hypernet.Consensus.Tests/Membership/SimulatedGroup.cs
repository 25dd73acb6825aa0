using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;

namespace Hypernet.Consensus.Membership;

/// <summary>A group of nodes in one thread and in virtual time.</summary>
internal sealed class SimulatedGroup
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ConsensusNode[] _nodes;
    private readonly Func<int, ITransport, bool, ConsensusNode> _start;

    public SimulatedGroup(int size, ulong seed = 1, QuorumRule quorum = QuorumRule.Survivors, Action<WaitingOperation>? waiting = null, ScheduleKind? schedule = null, int leastSilence = 1, int replicas = 1, int? replicaQuorum = null, long logBytes = 256 << 20, AuditOptions? audit = null, Func<int, IRunOutput, IRunOutput>? lies = null)
    {
        Network = new SimulatedNetwork(size, seed);
        _start = (slot, transport, isJoining) => new ConsensusNode(
            new ConsensusOptions
            {
                Transport = transport,
                IsJoining = isJoining,
                LogBytes = logBytes,
                Quorum = quorum,
                Replicas = replicas,
                ReplicaQuorum = replicaQuorum,
                LeastSilence = TimeSpan.FromSeconds(leastSilence),
                Waiting = waiting,
                Audit = audit is null ? null : audit with { InMinority = other => Minority.Add((slot, other)) },
                Violated = (by, rule) => Violations.Add($"{slot} of {by}: {rule}"),
            },
            (context, world) =>
            {
                var output = lies?.Invoke(slot, world) ?? world;
                return schedule is { } kind ? RunFactory.Create(context, output, kind) : RunFactory.Create(context, output);
            });
        _nodes = [.. Enumerable.Range(0, size).Select(slot => _start(slot, Network.Transport(slot), false))];
    }

    public SimulatedNetwork Network { get; }

    public IReadOnlyList<ConsensusNode> Nodes => _nodes;

    public List<string> Violations { get; } = [];

    /// <summary>Who said of whom that it computed something else than its mates.</summary>
    public List<(int By, int Slot)> Minority { get; } = [];

    public int Size => _nodes.Length;

    public IEnumerable<int> Alive => Enumerable.Range(0, Size).Where(Network.IsAlive);

    /// <summary>Starts another process in a slot, which has no memory; the one before ends at once, if it lives still.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="isJoining">Whether it knows that the group is under way.</param>
    public void Restart(int slot, bool isJoining = true) => _nodes[slot] = _start(slot, Network.Restart(slot), isJoining);

    public RecordedCall Call(int slot, OperationCall call, Action<RecordedCall>? then = null)
    {
        var recorded = new RecordedCall(then);
        Nodes[slot].Submit(call, recorded);
        return recorded;
    }

    /// <summary>Every slot calls the same operation.</summary>
    public RecordedCall[] CallAll(Func<int, OperationCall> call) => [.. Enumerable.Range(0, Size).Select(slot => Call(slot, call(slot)))];

    /// <summary>Lets things happen until all calls of slots that live have ended.</summary>
    public bool Run(IReadOnlyList<RecordedCall> bySlot) =>
        Network.RunUntil(() => Alive.All(slot => bySlot[slot].IsEnded), Limit);
}
