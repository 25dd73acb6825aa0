using Hypernet.Consensus;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>A group whose calls block the thread, as MPI's do: it does the network's work meanwhile and need not be woken.</summary>
/// <param name="node">The node.</param>
internal sealed class BlockingGroup(ConsensusNode node) : IGroup
{
    public int Rank => node.Rank;

    public int Size => node.Size;

    public SlotSet Members => node.Members;

    public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(node.Call(call));
    }
}
