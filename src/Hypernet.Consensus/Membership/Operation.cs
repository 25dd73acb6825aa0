using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Membership;

/// <summary>One operation, from the first frame, the own call or a contribution handed over, until it is stable.</summary>
internal sealed class Operation(ConsensusMachine machine, OperationKey key) : IRunOutput
{
    private PooledBytes? _contribution;

    public OperationKey Key { get; } = key;

    /// <summary>What this slot called; null before it did.</summary>
    public OperationCall? Call { get; set; }

    /// <summary>Hash of the descriptor that this slot called.</summary>
    public ulong Descriptor { get; set; }

    public Sequence? Sequence { get; set; }

    /// <summary>Who waits for the end; null if nobody does any more.</summary>
    public ICaller? Caller { get; set; }

    /// <summary>Whether its turn has come.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Whether it is complete here, which does not prove that every member has begun it.</summary>
    public bool IsUnproven { get; set; }

    /// <summary>Whether it ended here because this slot contradicts its supplier: which is no ending for others.</summary>
    public bool IsEndedAlone { get; set; }

    /// <summary>Heartbeat at which its turn came.</summary>
    public int Since { get; set; }

    /// <summary>Whether its long waiting has been told.</summary>
    public bool IsTold { get; set; }

    public IRun? Run { get; set; }

    public Ending? Ending { get; set; }

    public EndingScope Scope { get; set; }

    /// <summary>Set while the ending is fetched from a member.</summary>
    public Fetching? Fetching { get; set; }

    /// <summary>What a promiser has completed of it before this slot begins it, in this view.</summary>
    public Adoption? Adoption { get; set; }

    /// <summary>Mates that are known to have called it, in this view.</summary>
    public SlotBits CalledBy;

    /// <summary>Set while fewer mates than a quorum have called it: it is not played.</summary>
    public bool IsAwaitingMates { get; set; }

    /// <summary>Mates that have called it and wait for its ending, in this view.</summary>
    public SlotBits Askers;

    /// <summary>An ending handed over by a slot that leaves; good only in the view that says so.</summary>
    public Ending? HandedEnding { get; set; }

    /// <summary>Contributions that this slot was handed.</summary>
    public List<HeldContribution>? Held { get; set; }

    /// <summary>Frames that came before the own call, or before the view.</summary>
    public List<EarlyFrame>? Early { get; set; }

    /// <summary>Frames for slots that may not have called it yet.</summary>
    public List<EarlyFrame>? Withheld { get; set; }

    /// <summary>From whom there are early frames.</summary>
    public SlotBits EarlyFrom;

    /// <summary>Who is known to have called it, in this view.</summary>
    public SlotBits Heard;

    /// <summary>Cost of what was sent, in this view, to each slot not known to have called it; null before the first.</summary>
    public long[]? EagerSent { get; set; }

    /// <summary>The least watermark that came with its frames in this view.</summary>
    public ulong Stable { get; set; }

    /// <summary>Who was told that it called something else.</summary>
    public SlotBits Contradicted;

    public long BytesSent { get; set; }

    public int Views { get; set; }

    /// <summary>Id of the view that it was last played in.</summary>
    public ulong View { get; set; }

    /// <summary>What is kept of it until it is audited; null where nothing is, or before it is called.</summary>
    public OperationEvidence? Evidence { get; set; }

    /// <summary>What is sent and received as its partition's supplier, where that is audited.</summary>
    public PlayEvidence? Play { get; set; }

    /// <summary>The head of its name's contributions with this slot's own to it, once that is known: what its seal covers.</summary>
    public Hash256? Sealed { get; set; }

    /// <summary>The seals of the own partition's replicas, in this view, where it is audited and this slot supplies.</summary>
    public SealBoard? Board { get; set; }

    /// <summary>Who was told, in this view, which results this slot has of its name.</summary>
    public SlotBits Claimed;

    /// <summary>Bytes kept until it is stable.</summary>
    public long KeptBytes => (Call?.Contribution.Length ?? 0) + (Ending?.Bytes ?? 0);

    /// <summary>Copies what this slot gives: the caller may change it at once.</summary>
    public ReadOnlyMemory<byte> Keep(OperationCall call)
    {
        // What others are given as it is may become a caller's result.
        if (!ScheduleChoice.IsByElement(call.Descriptor))
        {
            return call.Contribution.ToArray();
        }

        _contribution = new PooledBytes(call.Contribution.Length, isGiven: false);
        call.Contribution.CopyTo(_contribution.Memory);
        return _contribution.Memory;
    }

    /// <summary>
    /// It is stable, and its memory can be used again if nobody can need a frame with it any more. So it is if it was played in one
    /// view that still lasts: then all that were sent any have completed it, have received what they needed for that, and ignore
    /// what comes late. Of an earlier view somebody may be left behind who has not been reached yet, and would believe what it finds.
    /// Nothing is being received into it: a run has a result only when all parts of it have come. Where it is kept for an audit it is not.
    /// </summary>
    /// <param name="view">The one that lasts.</param>
    /// <returns>What the result lies in: it, too, can be used again once nobody looks at it here any more.</returns>
    public PooledBytes? Recycle(ulong view)
    {
        if (Evidence is not null || Views != 1 || View != view)
        {
            return null;
        }

        _contribution?.Drop();
        return Ending?.Result?.Pooled;
    }

    void IRunOutput.Send(int partition, int step, int chunk, long first, ReadOnlyMemory<byte> payload) =>
        machine.SendPart(this, partition, step, chunk, first, payload);

    void IRunOutput.Complete(OperationResult result) => machine.Completed(this, Ending.Of(result with
    {
        Diagnostics = new OperationDiagnostics(result.Diagnostics.Rounds, BytesSent, Views),
    }));

    void IRunOutput.Fail(ConsensusException fault) => machine.Completed(this, Ending.Of(fault));

    void IRunOutput.Violated(int partition, string rule) => machine.ViolatedBySupplier(partition, rule);
}
