using System.Collections.Concurrent;
using Hypernet.Consensus;

namespace Hypernet.Runtime;

/// <summary>The other ranks' place: notes what is called, and answers as the test says; by default never.</summary>
internal sealed class ScriptedGroup : IGroup
{
    public int Rank { get; init; }

    public int Size { get; init; } = 1;

    public SlotSet Members => SlotSet.All(Size);

    public ConcurrentQueue<OperationCall> Calls { get; } = [];

    public Func<OperationCall, CancellationToken, ValueTask<OperationResult>> Answer { get; init; } = async (_, stop) =>
    {
        await Task.Delay(Timeout.Infinite, stop);
        throw new InvalidOperationException("It was to wait for ever.");
    };

    /// <summary>A result to which all ranks have contributed.</summary>
    public OperationResult Of(ReadOnlyMemory<byte> value) => new() { Value = value, Contributors = Members };

    public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
    {
        Calls.Enqueue(call with { Contribution = call.Contribution.ToArray() });
        return Answer(call, cancellationToken);
    }
}
