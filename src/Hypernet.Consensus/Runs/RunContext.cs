namespace Hypernet.Consensus.Runs;

/// <summary>What a run knows: equal at every slot of a view but for <paramref name="Self"/>.</summary>
/// <param name="Size">Slots of the group, live or not: the fixed tree of ordered merges spans them.</param>
/// <param name="Self">The own slot.</param>
/// <param name="Members">The slots of the view, ascending.</param>
/// <param name="Call">What is called. The contribution in it is not to be used: <see cref="IRun.Start"/> gives it.</param>
internal sealed record RunContext(int Size, int Self, IReadOnlyList<int> Members, OperationCall Call);
