using Hypernet.Consensus.Audit;
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

    /// <summary>A process has come that a view names: what was sent to its slot before may have gone to a former one.</summary>
    void Met(int slot)
    {
    }

    /// <summary>A slot broke a rule.</summary>
    void Violated(int slot, string rule);

    /// <summary>An operation waits for long.</summary>
    void Waiting(WaitingOperation operation);

    /// <summary>A message of another slot's audit desk has arrived.</summary>
    void AuditReceived(int slot, ReadOnlyMemory<byte> message)
    {
    }

    /// <summary>An audited operation has ended here.</summary>
    void EvidenceAdded(OperationEvidence operation)
    {
    }

    /// <summary>Another slot received other results: told in the middle of something, before anything more is played or delivered. May halt the machine, and nothing else.</summary>
    void Diverged(int slot, ChainKey key, ulong count)
    {
    }

    /// <summary>A slot's seal shows that it computed something else than a quorum of its partition.</summary>
    void InMinority(int slot)
    {
    }

    /// <summary>Another slot's user tells this one's something; the bytes are its own.</summary>
    void Told(int slot, ReadOnlyMemory<byte> word)
    {
    }

    /// <summary>This slot takes no part any more: it has left, as it wanted to, or something went wrong.</summary>
    void Closed(ConsensusException reason);
}
