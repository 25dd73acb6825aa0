namespace Hypernet.Consensus.Membership;

/// <summary>A call in a simulation, and how it ended.</summary>
internal sealed class RecordedCall(Action<RecordedCall>? then) : ICaller
{
    public OperationResult? Result { get; private set; }

    public ConsensusException? Fault { get; private set; }

    public bool IsEnded => Result is not null || Fault is not null;

    public void Complete(OperationResult result)
    {
        Require(!IsEnded);
        Result = result;
        then?.Invoke(this);
    }

    public void Fail(ConsensusException fault)
    {
        Require(!IsEnded);
        Fault = fault;
        then?.Invoke(this);
    }

    private static void Require(bool isFirst)
    {
        if (!isFirst)
        {
            throw new InvalidOperationException("A call has ended twice.");
        }
    }
}
