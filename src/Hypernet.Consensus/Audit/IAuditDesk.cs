namespace Hypernet.Consensus.Audit;

/// <summary>Who audits at a node. All is told under the node's lock, and but for a divergence when the machine is in order: it may be called back at once.</summary>
internal interface IAuditDesk
{
    /// <summary>A message of another slot's desk has arrived.</summary>
    /// <param name="slot">Whose. It need not be a member.</param>
    /// <param name="message">A stranger's; the desk may keep it.</param>
    void Received(int slot, ReadOnlyMemory<byte> message);

    /// <summary>An operation has ended here, and is in the log.</summary>
    /// <param name="operation">What is kept of it.</param>
    void Ended(OperationEvidence operation);

    /// <summary>
    /// Another slot says that it received other results: told at once, before anything more is played or delivered. Who audits before anybody
    /// commits may let the group go on; who audits at once halts the machine, and does nothing else before it is called again.
    /// </summary>
    /// <param name="slot">Who.</param>
    /// <param name="key">Communicator and name.</param>
    /// <param name="count">Over how many results of that name the two differ.</param>
    void Diverged(int slot, ChainKey key, ulong count);

    /// <summary>A view was installed.</summary>
    /// <param name="members">Its slots.</param>
    void MembersChanged(SlotSet members);

    /// <summary>A process has come that a view names: what was said to its slot before may have gone to a former one.</summary>
    /// <param name="slot">Whose.</param>
    void Met(int slot);
}
