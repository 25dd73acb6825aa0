namespace Hypernet.Consensus;

/// <content>Merges given by the caller.</content>
public static partial class Collectives
{
    /// <summary>
    /// Merges states of any length by the caller's function, in a fixed binary tree over the ranks: rank 0 with 1, 2 with 3, then those
    /// pairs, and so on. It needs to be neither commutative nor associative; every rank receives equal bits. The state of a rank that
    /// drops out before it has called is left out: what it would have been merged with stands alone.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="state">This rank's state.</param>
    /// <param name="merge">Merges the states of lower ranks (first) and of higher ranks. A pure function that gives the same bytes on any machine; it must not throw.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The merged state.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give "a", "b", "c", "d" and (low, high) => "(" + low + high + ")": all receive "((ab)(cd))".</example>
    public static async ValueTask<CollectiveResult<ReadOnlyMemory<byte>>> MergeAsync(
        this IGroup group,
        ReadOnlyMemory<byte> state,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> merge,
        CollectiveOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var result = await MergeInTreeAsync(group, state, merge, parameter: 0, options, cancellationToken);
        return CollectiveResult<ReadOnlyMemory<byte>>.Of(result, result.Value);
    }

    /// <summary>
    /// A functional of what all ranks have: each gives numbers that stand for its own part, these are merged as by
    /// <see cref="MergeAsync"/>, and what is made of the merged ones is the same at every rank.
    /// </summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <typeparam name="TResult">What is made of the merged state.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="state">This rank's numbers, such as a count, a sum and a sum of squares; lengths may differ between ranks.</param>
    /// <param name="merge">Merges the states of lower ranks (first) and of higher ranks: pure, and not throwing.</param>
    /// <param name="finish">Makes the result of the merged state: pure.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The result, at every rank.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give the counts and sums [1, 2], [2, 2], [1, 4], [4, 8], merged by addition and finished by sum / count: all receive 2.</example>
    public static async ValueTask<CollectiveResult<TResult>> FunctionalAsync<T, TResult>(
        this IGroup group,
        T[] state,
        Func<T[], T[], T[]> merge,
        Func<T[], TResult> finish,
        CollectiveOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        // Elements only: what lies between the fields of a structure may differ where its values do not.
        var type = Elements.TypeOf<T>();
        var result = await MergeInTreeAsync(
            group,
            Elements.Bytes<T>(state),
            (low, high) => Elements.Bytes<T>(merge(Elements.Read<T>(low), Elements.Read<T>(high))),
            parameter: (ulong)type,
            options,
            cancellationToken);
        return CollectiveResult<TResult>.Of(result, finish(Elements.Read<T>(result.Value)));
    }

    internal static async ValueTask<OperationResult> MergeInTreeAsync(
        IGroup group,
        ReadOnlyMemory<byte> state,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> merge,
        ulong parameter,
        CollectiveOptions? options,
        CancellationToken cancellationToken)
    {
        options ??= CollectiveOptions.Default;
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered, OnLoss = options.OnLoss, Parameter = parameter },
            Contribution = state,
            Name = options.Name,
            Merge = merge,
        };
        return await group.CallAsync(call, cancellationToken);
    }
}
