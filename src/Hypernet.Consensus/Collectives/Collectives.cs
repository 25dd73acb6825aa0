namespace Hypernet.Consensus;

/// <summary>
/// What ranks compute together (docs/collectives.md). Every rank of the group calls the same collectives with equal options and
/// lengths; those of one name in the same order. Many may be outstanding. The arguments are copied before a call returns.
/// </summary>
public static partial class Collectives
{
    private static async ValueTask<OperationResult> CallAsync(
        IGroup group, Descriptor descriptor, ReadOnlyMemory<byte> contribution, CollectiveOptions? options, CancellationToken cancellationToken)
    {
        options ??= CollectiveOptions.Default;
        return await group.CallAsync(
            new OperationCall
            {
                Descriptor = descriptor with { OnLoss = options.OnLoss, Exactness = options.Exactness, Digits = options.Digits },
                Contribution = contribution,
                Name = options.Name,
            },
            cancellationToken);
    }

    private static Descriptor Reduction<T>(OperationKind kind, ReduceOperator reduction, int count, int root = 0)
        where T : unmanaged => new() { Kind = kind, Type = Elements.TypeOf<T>(), Operator = reduction, Count = count, Root = root };

    private static Descriptor Movement<T>(OperationKind kind, int root = 0)
        where T : unmanaged => new() { Kind = kind, Type = Elements.TypeOf<T>(), Root = root };
}
