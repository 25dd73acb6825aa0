using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Hypernet.Network.Simulation;

namespace Hypernet.Consensus.Audit;

/// <summary>A simulated group of partitions with replicas: each slot calls a list of operations, one after the other, and audits them.</summary>
internal sealed class AuditGroup
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly int[] _called;

    public AuditGroup(IReadOnlyList<Func<int, OperationCall>> program, int partitions, int replicas = 3, ulong seed = 1)
    {
        Program = program;
        Replicas = replicas;
        Size = partitions * replicas;
        Network = new SimulatedNetwork(Size, seed);
        Outcomes = new AuditOutcome?[Size];
        Faults = new ConsensusException?[Size];
        _called = new int[Size];
    }

    public IReadOnlyList<Func<int, OperationCall>> Program { get; }

    public int Replicas { get; }

    public int Size { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>By slot.</summary>
    public AuditOutcome?[] Outcomes { get; }

    /// <summary>By slot: what an operation ended with, for good.</summary>
    public ConsensusException?[] Faults { get; }

    public List<string> Violations { get; } = [];

    public IReadOnlyList<ConsensusNode> Nodes { get; private set; } = [];

    /// <summary>How all operations travel; null for the choice.</summary>
    public ScheduleKind? Schedule { get; init; }

    /// <summary>What a slot gives instead, by slot and operation.</summary>
    public Func<int, int, OperationCall, OperationCall> Give { get; init; } = (_, _, call) => call;

    /// <summary>What a slot's runs do instead of what they should.</summary>
    public Func<int, RunContext, IRunOutput, IRunOutput> Output { get; init; } = (_, _, output) => output;

    public int PartitionOf(int slot) => slot / Replicas;

    /// <summary>Runs until all slots that live have an outcome.</summary>
    /// <returns>Whether they have.</returns>
    public bool Run()
    {
        Nodes = [.. Enumerable.Range(0, Size).Select(slot => new ConsensusNode(
            new ConsensusOptions
            {
                Transport = Network.Transport(slot),
                Quorum = QuorumRule.Replicas,
                Replicas = Replicas,
                Audit = new AuditOptions { Signer = new KnownSigner(slot) },
                Violated = (by, rule) => Violations.Add($"{slot} of {by}: {rule}"),
            },
            (context, output) =>
            {
                output = Output(slot, context, output);
                return Schedule is { } kind && context.Call.Descriptor.Kind != OperationKind.Exchange ? RunFactory.Create(context, output, kind) : RunFactory.Create(context, output);
            }))];
        for (int slot = 0; slot < Size; slot++)
        {
            CallNext(slot);
        }

        return Network.RunUntil(() => Enumerable.Range(0, Size).All(slot => !Network.IsAlive(slot) || Outcomes[slot] is not null || Faults[slot] is not null), Limit);
    }

    private void CallNext(int slot)
    {
        int number = _called[slot]++;
        if (!Network.IsAlive(slot))
        {
            return;
        }

        if (number == Program.Count)
        {
            Nodes[slot].Audits!.Start("c/", new byte[] { 1, 2, 3 }, outcome => Outcomes[slot] = outcome);
            return;
        }

        var call = Program[number](PartitionOf(slot));
        Nodes[slot].Submit(Give(slot, number, call with { Name = $"c/{call.Name}" }), new RecordedCall(ended =>
        {
            if (ended.Fault is InvalidCallException or null)
            {
                CallNext(slot);
            }
            else
            {
                Faults[slot] = ended.Fault;
            }
        }));
    }
}
