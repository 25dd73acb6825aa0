namespace Hypernet.Consensus;

/// <content>And, or, and the decisions made of them.</content>
public static partial class Collectives
{
    /// <summary>The and of the ranks, bit by bit of integers; every rank receives it. If a rank drops out before it has called, it is that of the others.</summary>
    /// <typeparam name="T">bool, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give true, true, false, true: all receive false.</example>
    public static ValueTask<CollectiveResult<T>> AndAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.And, options, cancellationToken);

    /// <summary>The ands of the ranks, element by element; every rank receives them. If a rank drops out before it has called, they are those of the others.</summary>
    /// <typeparam name="T">bool, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [7], [6], [14], [6]: all receive [6].</example>
    public static ValueTask<CollectiveResult<T[]>> AndAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.And, options, cancellationToken);

    /// <summary>The or of the ranks, bit by bit of integers; every rank receives it. If a rank drops out before it has called, it is that of the others.</summary>
    /// <typeparam name="T">bool, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give false, false, true, false: all receive true.</example>
    public static ValueTask<CollectiveResult<T>> OrAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.Or, options, cancellationToken);

    /// <summary>The ors of the ranks, element by element; every rank receives them. If a rank drops out before it has called, they are those of the others.</summary>
    /// <typeparam name="T">bool, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [1], [2], [4], [8]: all receive [15].</example>
    public static ValueTask<CollectiveResult<T[]>> OrAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.Or, options, cancellationToken);

    /// <summary>Whether all ranks say yes: the exit of a loop that all must leave together. If a rank drops out before it has called, the others decide.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="vote">What this rank says.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The same answer at every rank.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks say true, true, false, true: all receive false.</example>
    public static async ValueTask<bool> AgreeAsync(this IGroup group, bool vote, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        var decision = Reduction<bool>(OperationKind.AllReduce, ReduceOperator.And, count: 1) with { Parameter = Descriptor.Decision };
        return Elements.Take<bool>(await CallAsync(group, decision, Elements.Bytes<bool>(new[] { vote }), options, cancellationToken))[0];
    }
}
