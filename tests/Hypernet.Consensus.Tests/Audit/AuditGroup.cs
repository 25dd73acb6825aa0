using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;

namespace Hypernet.Consensus.Audit;

/// <summary>A simulated group of partitions with replicas: each slot calls a list of operations, one after the other, and audits them.</summary>
internal sealed class AuditGroup
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly int[] _called;
    private readonly ConsensusNode[] _nodes;
    private int _restarting;

    public AuditGroup(IReadOnlyList<Func<int, OperationCall>> program, int partitions, int replicas = 3, ulong seed = 1)
    {
        Program = program;
        Replicas = replicas;
        Size = partitions * replicas;
        Network = new SimulatedNetwork(Size, seed);
        Outcomes = new AuditOutcome?[Size];
        Calls = [.. Enumerable.Range(0, Size).Select(_ => new RecordedCall[program.Count])];
        _called = new int[Size];
        _nodes = new ConsensusNode[Size];
    }

    public IReadOnlyList<Func<int, OperationCall>> Program { get; }

    public int Replicas { get; }

    public int Size { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>By slot.</summary>
    public AuditOutcome?[] Outcomes { get; }

    /// <summary>Why a slot takes no part any more.</summary>
    public ConsensusException? ClosedBy(int slot) => Nodes[slot].Locked(machine => machine.ClosedBy);

    public List<string> Violations { get; } = [];

    public IReadOnlyList<ConsensusNode> Nodes => _nodes;

    /// <summary>How operations travel that may travel so; null for the choice.</summary>
    public ScheduleKind? Schedule { get; init; }

    /// <summary>What a slot gives instead, by slot and operation.</summary>
    public Func<int, int, OperationCall, OperationCall> Give { get; init; } = (_, _, call) => call;

    /// <summary>What a slot's runs do instead of what they should, by slot.</summary>
    public Func<int, RunContext, IRunOutput, IRunOutput> Output { get; init; } = (_, _, output) => output;

    /// <summary>What a slot's runs are made to play instead, by slot.</summary>
    public Func<int, RunContext, IRun, IRun> Play { get; init; } = (_, _, run) => run;

    /// <summary>What a slot's transport does to what it is to send, by slot.</summary>
    public Func<int, ITransport, ITransport> Transport { get; init; } = (_, transport) => transport;

    /// <summary>How long a slot's program takes from its last operation to its checkpoint.</summary>
    public Func<int, TimeSpan> Late { get; init; } = _ => TimeSpan.Zero;

    /// <summary>What each slot received, by operation.</summary>
    public RecordedCall[][] Calls { get; }

    /// <summary>What the honest would do in a view.</summary>
    public IRun Honest(RunContext context, IRunOutput output) =>
        Schedule is { } kind && ScheduleChoice.For(context) is ScheduleKind.Star or ScheduleKind.Tree or ScheduleKind.Census ? RunFactory.Create(context, output, kind) : RunFactory.Create(context, output);

    public int PartitionOf(int slot) => slot / Replicas;

    /// <summary>Runs until all slots that live have an outcome.</summary>
    /// <param name="unless">A slot of which none is waited for.</param>
    /// <returns>Whether they have.</returns>
    public bool Run(int unless = -1)
    {
        for (int slot = 0; slot < Size; slot++)
        {
            _nodes[slot] = Node(slot, Network.Transport(slot), isJoining: false);
        }

        for (int slot = 0; slot < Size; slot++)
        {
            CallNext(slot);
        }

        bool isDone = Network.RunUntil(() => IsDone(unless), Limit);
        for (int slot = 0; slot < Size; slot++)
        {
            Outcomes[slot] ??= (ClosedBy(slot) as AuditFailedException)?.Outcome;
        }

        return isDone;
    }

    /// <summary>Some time from now starts a process without memory in a slot, which joins and runs the program from its beginning; the one before ends then, if it lives still.</summary>
    public void RestartAfter(TimeSpan time, int slot, Func<bool>? unless = null)
    {
        _restarting++;
        After(time, () =>
        {
            _restarting--;
            if (unless?.Invoke() is not true)
            {
                _nodes[slot] = Node(slot, Network.Restart(slot), isJoining: true);
                (_called[slot], Outcomes[slot]) = (0, null);
                CallNext(slot);
            }
        });
    }

    /// <summary>Does something some time from now.</summary>
    public void After(TimeSpan time, Action action) => Network.Time.CreateTimer(_ => action(), null, time, Timeout.InfiniteTimeSpan);

    /// <summary>Whether all slots that live have an outcome, or take no part any more.</summary>
    /// <param name="unless">A slot of which none is waited for.</param>
    public bool IsDone(int unless) => _restarting == 0
        && Enumerable.Range(0, Size).All(slot => slot == unless || !Network.IsAlive(slot) || Outcomes[slot] is not null || ClosedBy(slot) is not null);

    /// <summary>Whether any of some slots received something else than what the programs gave comes to.</summary>
    public bool IsAltered(IReadOnlyCollection<int> slots) => Program.Index().Any(operation =>
    {
        var call = operation.Item(0);
        var replay = new Replay(call, [.. Enumerable.Range(0, Size / Replicas).Select(partition => Kept(operation.Item(partition)))], Honest);
        return !call.IsDecision && slots.Any(slot => Calls[slot][operation.Index] is { } ended && replay.Endings[PartitionOf(slot)] is { } honest
            && (ended.Result is { } result ? !Canonical(result.Value).SequenceEqual(Canonical(honest.Result?.Value ?? default))
                : ended.Fault is InvalidCallException { Overflowed: var overflowed } && overflowed != honest.Overflowed));

        Span<byte> Canonical(ReadOnlyMemory<byte> value) => WindowAuditTests.Canonical(call, Size / Replicas, value.ToArray());
    });

    // One NaN is as good as another.
    private static ReadOnlyMemory<byte> Kept(OperationCall call)
    {
        byte[] given = call.Contribution.ToArray();
        CanonicalContribution.Canonicalize(call.Descriptor, given);
        return given;
    }

    private ConsensusNode Node(int slot, ITransport transport, bool isJoining) => new(
        new ConsensusOptions
        {
            Transport = Transport(slot, transport),
            Quorum = QuorumRule.Replicas,
            Replicas = Replicas,
            IsJoining = isJoining,
            Audit = new AuditOptions { Signer = new KnownSigner(slot) },
            Violated = (by, rule) => Violations.Add($"{slot} of {by}: {rule}"),
        },
        (context, output) => Play(slot, context, Honest(context, Output(slot, context, output))));

    private void CallNext(int slot)
    {
        var node = _nodes[slot];
        int number = _called[slot]++;
        if (!Network.IsAlive(slot))
        {
            return;
        }

        if (number == Program.Count)
        {
            if (Late(slot) is { Ticks: > 0 } late)
            {
                After(late, () => Audit(slot, node));
            }
            else
            {
                // Within the step that ends the last operation: seeds of known faults hang on it.
                Audit(slot, node);
            }

            return;
        }

        var call = Program[number](PartitionOf(slot));
        node.Submit(Give(slot, number, call with { Name = $"c/{call.Name}" }), Calls[slot][number] = new RecordedCall(ended =>
        {
            if (node == _nodes[slot] && ClosedBy(slot) is null)
            {
                CallNext(slot);
            }
        }));
    }

    private void Audit(int slot, ConsensusNode node)
    {
        if (node == _nodes[slot] && ClosedBy(slot) is null && Network.IsAlive(slot))
        {
            node.Audits!.Start("c/", new byte[] { 1, 2, 3 }, outcome => Outcomes[slot] = outcome);
        }
    }
}
