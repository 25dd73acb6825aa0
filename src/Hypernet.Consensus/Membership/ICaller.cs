namespace Hypernet.Consensus.Membership;

/// <summary>Who is waiting for an operation's end. Exactly one of the two is called, once.</summary>
internal interface ICaller
{
    void Complete(OperationResult result);

    void Fail(ConsensusException fault);
}
