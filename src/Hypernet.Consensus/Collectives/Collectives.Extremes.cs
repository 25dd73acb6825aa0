namespace Hypernet.Consensus;

/// <content>Least and greatest.</content>
public static partial class Collectives
{
    /// <summary>The least number of the ranks, by IEEE 754 total order (−0 before 0); every rank receives it. NaN at any rank gives NaN. If a rank drops out before it has called, it is the least of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give 3, 1, 4, 1: all receive 1.</example>
    public static ValueTask<CollectiveResult<T>> MinAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.Min, options, cancellationToken);

    /// <summary>The least numbers of the ranks, element by element; every rank receives them. If a rank drops out before it has called, they are the least of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [3, 0], [1, 5], [4, 9], [1, 2]: all receive [1, 0].</example>
    public static ValueTask<CollectiveResult<T[]>> MinAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.Min, options, cancellationToken);

    /// <summary>The greatest number of the ranks, by IEEE 754 total order (−0 before 0); every rank receives it. NaN at any rank gives NaN. If a rank drops out before it has called, it is the greatest of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give 3, 1, 4, 1: all receive 4.</example>
    public static ValueTask<CollectiveResult<T>> MaxAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.Max, options, cancellationToken);

    /// <summary>The greatest numbers of the ranks, element by element; every rank receives them. If a rank drops out before it has called, they are the greatest of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [3, 0], [1, 5], [4, 9], [1, 2]: all receive [4, 9].</example>
    public static ValueTask<CollectiveResult<T[]>> MaxAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.Max, options, cancellationToken);
}
