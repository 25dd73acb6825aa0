using Hypernet.Consensus.Audit;
using Hypernet.Network;

namespace Hypernet.Consensus;

/// <summary>How a rank joins its group. Equal at all ranks but for the transport.</summary>
public sealed record ConsensusOptions
{
    /// <summary>Reaches the other ranks: rank i is peer i of its book, unless there are <see cref="Replicas"/>. Not started yet; the node owns it from now on.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Who must agree on going on without others. Default: <see cref="QuorumRule.Survivors"/>.</summary>
    public QuorumRule Quorum { get; init; } = QuorumRule.Survivors;

    /// <summary>
    /// How many peers, one after the other, are replicas of one rank: peer i is replica i mod r of rank i / r. Every replica of a rank runs
    /// the same program, which must give the same; one of them supplies what it gives, and each may take that one's place. Default: 1.
    /// Range: 1; under <see cref="QuorumRule.Replicas"/> at least 2, and a divisor of the number of peers.
    /// </summary>
    public int Replicas { get; init; } = 1;

    /// <summary>
    /// Under <see cref="QuorumRule.Replicas"/>, how many replicas of every rank must agree on going on. Default: the least that is more than
    /// half of <see cref="Replicas"/>. Range: from there to <see cref="Replicas"/>.
    /// </summary>
    public int? ReplicaQuorum { get; init; }

    /// <summary>
    /// Whether the group is under way and this process remembers nothing of it: it began anew after a crash, say, or was given a place
    /// that was another's. It takes no part, and what it calls waits, until the others have decided on a view with it; then its program,
    /// which calls from its beginning, is told what is over. Of a process that has taken part before this must be so. Default: false.
    /// Only under <see cref="QuorumRule.Replicas"/>.
    /// </summary>
    public bool IsJoining { get; init; }

    /// <summary>
    /// Bytes of ended operations that are kept for replicas which join, under <see cref="QuorumRule.Replicas"/>: the oldest go first. Names
    /// that nobody needs any more are forgotten before (<see cref="ConsensusNode.Forget"/>). Default: 256 MiB. Range: 0 or more.
    /// </summary>
    public long LogBytes { get; init; } = 256L << 20;

    /// <summary>
    /// How long a replica waits in an operation that its rank's supplier has not called before it asks for another one: no suspicion, and
    /// the supplier stays a member. No less than <see cref="LeastSilence"/>. Default: 2 s. Range: greater than 0.
    /// </summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a rank that waits asks whether others are there. Default: 250 ms. Range: 1 ms to 1 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Where silence is suspected (<see cref="Quorum"/>), how long a rank that was asked must at least be silent before it is suspected.
    /// Default: 1 s. Range: greater than 0, up to 30 s.
    /// </summary>
    public TimeSpan LeastSilence { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an operation waits before <see cref="Waiting"/> is called, once. Default: 10 s. Range: greater than 0.</summary>
    public TimeSpan WaitingAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of an operation that has been waiting for long. Must not block. Default: nobody.</summary>
    public Action<WaitingOperation>? Waiting { get; init; }

    /// <summary>Told of the peers of each new view: its ranks, or the replicas of its ranks. Must not block. Default: nobody.</summary>
    public Action<SlotSet>? MembersChanged { get; init; }

    /// <summary>How what the ranks compute is audited: under <see cref="QuorumRule.Replicas"/> only. Default: it is not.</summary>
    public AuditOptions? Audit { get; init; }

    /// <summary>Told what a peer's user tells this one's (<see cref="ConsensusNode.Tell"/>): a stranger's bytes, at most 1024. Must not block. Default: nobody.</summary>
    public Action<int, ReadOnlyMemory<byte>>? Told { get; init; }

    /// <summary>
    /// Given what a peer's user delivers to this one's (<see cref="ConsensusNode.TryDeliver"/>): a stranger's bytes, at most 257 KiB, valid during
    /// the call only. Called by the network's thread. Must not block. Default: nobody.
    /// </summary>
    public Action<int, ReadOnlySpan<byte>>? Delivered { get; init; }

    /// <summary>
    /// For rehearsals of fraud under <see cref="QuorumRule.Replicas"/>: what this peer, as the supplier of its rank, gives to an operation in
    /// place of what it has called, of the same length; null where it gives the truth. As a mate it claims that its supplier is slow, so that it
    /// comes to supply. What it seals and answers for is the truth. Must not block. Default: it does not lie.
    /// </summary>
    public Func<OperationCall, ReadOnlyMemory<byte>?>? Misgives { get; init; }

    /// <summary>Told of a peer that broke a rule of docs/spec/dac.md, and of the rule: the group goes on without it. Must not block. Default: nobody.</summary>
    public Action<int, string>? Violated { get; init; }
}
