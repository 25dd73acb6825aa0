using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>What the machine does to the world: implemented by the node that drives it.</summary>
internal interface IMachineOutput
{
    /// <summary>Sends a frame to a slot. The payload stays unchanged.</summary>
    void Send(int slot, in FrameHeader header, ReadOnlyMemory<byte> payload);

    /// <summary>A slot's process has ended: nothing will come from it, nothing need go to it.</summary>
    void Forget(int slot);

    /// <summary>Asks for a call of <see cref="ConsensusMachine.Tick"/>, once; a later request takes the place of an earlier one.</summary>
    void Wake(TimeSpan after);

    /// <summary>A view was installed.</summary>
    void MembersChanged(SlotSet members);

    /// <summary>A slot broke a rule.</summary>
    void Violated(int slot, string rule);

    /// <summary>An operation waits for long.</summary>
    void Waiting(WaitingOperation operation);

    /// <summary>This slot takes no part any more: it has left, as it wanted to, or something went wrong.</summary>
    void Closed(ConsensusException reason);
}
