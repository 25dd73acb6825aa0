namespace Hypernet.Consensus;

/// <content>Reductions by any operator.</content>
public static partial class Collectives
{
    /// <summary>
    /// Reduces arrays of one length element by element; every rank receives the result, equal to the last bit. If a rank drops out
    /// before it has called, the result is that of the others and <see cref="CollectiveResult{T}.Contributors"/> says so.
    /// </summary>
    /// <typeparam name="T">double, float, int, long, ulong, or bool.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank, in one unit.</param>
    /// <param name="reduction">Any but <see cref="ReduceOperator.WeightedMean"/> and <see cref="ReduceOperator.Ordered"/>: those have methods of their own.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective: other ranks still count on the contribution.</param>
    /// <returns>An array of the same length, in the same unit.</returns>
    /// <exception cref="InvalidCallException">The operator is not one for this type, or an option is out of range.</exception>
    /// <exception cref="ProgramMismatchException">Another rank called something else. Every rank gets this.</exception>
    /// <exception cref="RankLostException">A rank that the collective needs is gone. Every rank gets this.</exception>
    /// <exception cref="LeftBehindException">The others went on without this rank.</exception>
    /// <example>Four ranks give [0, 9], [1, 9], [2, 9], [3, 9] and <see cref="ReduceOperator.Max"/>: all receive [3, 9].</example>
    public static async ValueTask<CollectiveResult<T[]>> AllReduceAsync<T>(
        this IGroup group, T[] values, ReduceOperator reduction, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var result = await ReduceAsync<T>(group, OperationKind.AllReduce, values, reduction, 0, options, cancellationToken);
        return CollectiveResult<T[]>.Of(result, Elements.Take<T>(result));
    }

    /// <summary>Like <see cref="AllReduceAsync{T}"/>, into the caller's own memory, which may be that of the values.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank, in one unit.</param>
    /// <param name="destination">Receives as many elements as there are values. Left alone if the call fails.</param>
    /// <param name="reduction">Any but <see cref="ReduceOperator.WeightedMean"/> and <see cref="ReduceOperator.Ordered"/>.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The part of the destination that was filled.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/typeparam|/exception|/example"/>
    public static async ValueTask<CollectiveResult<Memory<T>>> AllReduceIntoAsync<T>(
        this IGroup group, ReadOnlyMemory<T> values, Memory<T> destination, ReduceOperator reduction, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var filled = destination[..values.Length];
        var result = await ReduceAsync(group, OperationKind.AllReduce, values, reduction, 0, options, cancellationToken);
        Elements.Take(result, filled);
        return CollectiveResult<Memory<T>>.Of(result, filled);
    }

    /// <summary>Like <see cref="AllReduceAsync{T}"/>, but only the root receives the result. The root's dropout is a <see cref="RankLostException"/>.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank, in one unit.</param>
    /// <param name="reduction">Any but <see cref="ReduceOperator.WeightedMean"/> and <see cref="ReduceOperator.Ordered"/>.</param>
    /// <param name="root">The rank that receives.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>At the root an array of the same length; elsewhere an empty one.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/typeparam|/exception"/>
    /// <example>Four ranks give [1], [2], [3], [4], <see cref="ReduceOperator.Sum"/> and root 2: rank 2 receives [10].</example>
    public static async ValueTask<CollectiveResult<T[]>> ReduceAsync<T>(
        this IGroup group, T[] values, ReduceOperator reduction, int root, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var result = await ReduceAsync<T>(group, OperationKind.Reduce, values, reduction, root, options, cancellationToken);
        return CollectiveResult<T[]>.Of(result, Elements.Take<T>(result));
    }

    private static ValueTask<OperationResult> ReduceAsync<T>(
        IGroup group, OperationKind kind, ReadOnlyMemory<T> values, ReduceOperator reduction, int root, CollectiveOptions? options, CancellationToken cancellationToken)
        where T : unmanaged
    {
        if (reduction is ReduceOperator.None or ReduceOperator.WeightedMean or ReduceOperator.Ordered)
        {
            throw new InvalidCallException($"The operator {reduction} is none of elements alone: call WeightedMeanAsync or MergeAsync.");
        }

        return CallAsync(group, Reduction<T>(kind, reduction, values.Length, root), Elements.Bytes(values), options, cancellationToken);
    }

    private static async ValueTask<CollectiveResult<T>> OneAsync<T>(
        IGroup group, T value, ReduceOperator reduction, CollectiveOptions? options, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var result = await AllReduceAsync(group, [value], reduction, options, cancellationToken);
        return new CollectiveResult<T>(result.Value[0], result.Contributors, result.ErrorBound, result.Diagnostics);
    }
}
