using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus;

/// <summary>Linear algebra on vectors and matrices of which each rank holds a part (docs/collectives.md). All sums are exact, and rounded once.</summary>
public static partial class DistributedAlgebra
{
    // What follows a sum of contributions already exact: options of accumulation have no meaning.
    private static async ValueTask<OperationResult> SumAsync(IGroup group, ExactVector sums, CollectiveOptions? options, CancellationToken cancellationToken)
    {
        options ??= CollectiveOptions.Default;
        var call = new OperationCall
        {
            Descriptor = new Descriptor
            {
                Kind = OperationKind.AllReduce,
                Type = ElementType.ExactSum,
                Operator = ReduceOperator.Sum,
                OnLoss = options.OnLoss,
                Count = sums.Count,
            },
            Contribution = sums.ToBytes(),
            Name = options.Name,
        };
        return await group.CallAsync(call, cancellationToken);
    }
}
