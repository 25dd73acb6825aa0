using Hypernet.Network;

namespace Hypernet.Consensus;

/// <summary>How a rank joins its group. Equal at all ranks but for the transport.</summary>
public sealed record ConsensusOptions
{
    /// <summary>Reaches the other ranks: rank i is peer i of its book. Not started yet; the node owns it from now on.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Who must agree on going on without others. Default: <see cref="QuorumRule.Survivors"/>.</summary>
    public QuorumRule Quorum { get; init; } = QuorumRule.Survivors;

    /// <summary>How often a rank that waits asks whether others are there. Default: 250 ms. Range: 1 ms to 1 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Under <see cref="QuorumRule.Majority"/>, how long a rank that was asked must at least be silent before it is suspected.
    /// Default: 1 s. Range: greater than 0, up to 30 s.
    /// </summary>
    public TimeSpan LeastSilence { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an operation waits before <see cref="Waiting"/> is called, once. Default: 10 s. Range: greater than 0.</summary>
    public TimeSpan WaitingAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of an operation that has been waiting for long. Must not block. Default: nobody.</summary>
    public Action<WaitingOperation>? Waiting { get; init; }

    /// <summary>Told of the ranks of each new view. Must not block. Default: nobody.</summary>
    public Action<SlotSet>? MembersChanged { get; init; }

    /// <summary>Told of a rank that broke a rule of docs/spec/dac.md, and of the rule: the group goes on without it. Must not block. Default: nobody.</summary>
    public Action<int, string>? Violated { get; init; }
}
