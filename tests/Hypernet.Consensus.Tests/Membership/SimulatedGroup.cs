using Hypernet.Consensus.Runs;
using Hypernet.Network.Simulation;

namespace Hypernet.Consensus.Membership;

/// <summary>A group of nodes in one thread and in virtual time.</summary>
internal sealed class SimulatedGroup
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public SimulatedGroup(int size, ulong seed = 1, QuorumRule quorum = QuorumRule.Survivors, Action<WaitingOperation>? waiting = null, ScheduleKind? schedule = null, int leastSilence = 1, int replicas = 1, int? replicaQuorum = null)
    {
        Network = new SimulatedNetwork(size, seed);
        Nodes = [.. Enumerable.Range(0, size).Select(slot => new ConsensusNode(
            new ConsensusOptions
            {
                Transport = Network.Transport(slot),
                Quorum = quorum,
                Replicas = replicas,
                ReplicaQuorum = replicaQuorum,
                LeastSilence = TimeSpan.FromSeconds(leastSilence),
                Waiting = waiting,
                Violated = (by, rule) => Violations.Add($"{slot} of {by}: {rule}"),
            },
            (context, output) => schedule is { } kind ? RunFactory.Create(context, output, kind) : RunFactory.Create(context, output)))];
    }

    public SimulatedNetwork Network { get; }

    public IReadOnlyList<ConsensusNode> Nodes { get; }

    public List<string> Violations { get; } = [];

    public int Size => Nodes.Count;

    public IEnumerable<int> Alive => Enumerable.Range(0, Size).Where(Network.IsAlive);

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
