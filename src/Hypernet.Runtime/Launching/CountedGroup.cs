using Hypernet.Consensus;

namespace Hypernet.Runtime.Launching;

/// <summary>The group of a rank that is to be killed once it has contributed to so many operations.</summary>
internal sealed class CountedGroup(IGroup group, int operations, Action reached) : IGroup
{
    private int _called;

    public int Rank => group.Rank;

    public int Size => group.Size;

    public SlotSet Members => group.Members;

    public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
    {
        int number = Interlocked.Increment(ref _called);
        if (number > operations)
        {
            reached();
            return NeverAsync(cancellationToken);
        }

        // Contributed when this returns; the program knows nothing of a result before it is dead.
        var result = group.CallAsync(call, cancellationToken);
        if (number == operations)
        {
            reached();
        }

        return result;
    }

    private static async ValueTask<OperationResult> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        throw new InvalidOperationException("An endless wait has ended.");
    }
}
