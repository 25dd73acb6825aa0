using Hypernet.Consensus.Membership;
using Hypernet.Network;

namespace Hypernet.Consensus.Audit;

/// <summary>The world of a machine that is driven by hand: what it sends, and whom it accuses.</summary>
internal sealed class RecordedWorld : IMachineOutput
{
    public List<(int To, FrameHeader Header, byte[] Payload)> Sent { get; } = [];

    public List<string> Violations { get; } = [];

    public void Send(int slot, in FrameHeader header, ReadOnlyMemory<byte> payload) => Sent.Add((slot, header, payload.ToArray()));

    public void Violated(int slot, string rule) => Violations.Add(rule);

    public void Forget(int slot)
    {
    }

    public void Wake(TimeSpan after)
    {
    }

    public void MembersChanged(SlotSet members)
    {
    }

    public void Waiting(WaitingOperation operation)
    {
    }

    public void Closed(ConsensusException reason)
    {
    }
}
