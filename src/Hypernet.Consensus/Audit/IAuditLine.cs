namespace Hypernet.Consensus.Audit;

/// <summary>How an <see cref="AuditDesk"/> reaches others: implemented by the node.</summary>
internal interface IAuditLine
{
    /// <summary>The view that the node plays in.</summary>
    AuditView View { get; }

    /// <summary>Sends another slot's desk a message.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="message">Stays unchanged.</param>
    void Send(int slot, ReadOnlyMemory<byte> message);

    /// <summary>What has ended and is not audited yet.</summary>
    /// <param name="prefix">With what its names begin.</param>
    IEnumerable<OperationEvidence> Evidence(string prefix);

    /// <summary>Ends the own part in the group: its results are not to be trusted.</summary>
    /// <param name="outcome">What was found.</param>
    void Halt(AuditOutcome outcome);

    /// <summary>Asks for a call of <see cref="AuditDesk.Tick"/>, once, in place of an earlier request.</summary>
    /// <param name="after">When.</param>
    void Wake(TimeSpan after);

    /// <summary>Whether an audit is going on, so that members that are silent are missed.</summary>
    /// <param name="isOn">Whether.</param>
    void Watch(bool isOn);
}
