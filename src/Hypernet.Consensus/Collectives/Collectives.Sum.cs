namespace Hypernet.Consensus;

/// <content>Sums and means.</content>
public static partial class Collectives
{
    /// <summary>The sum over the ranks; every rank receives it. Doubles are added exactly and rounded once; integers that leave their type are an error. If a rank drops out before it has called, it is the sum of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give 1, 2, 3, 4: all receive 10.</example>
    public static ValueTask<CollectiveResult<T>> SumAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.Sum, options, cancellationToken);

    /// <summary>The sums over the ranks, element by element; every rank receives them. Exact by default; see <see cref="Exactness"/> for groups of more than 64 ranks. If a rank drops out before it has called, they are the sums of the others.</summary>
    /// <typeparam name="T">double, float, int, long, or ulong.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [0, 1], [1, 1], [2, 1], [3, 1]: all receive [6, 4].</example>
    public static ValueTask<CollectiveResult<T[]>> SumAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.Sum, options, cancellationToken);

    /// <summary>The mean over the ranks that contributed; every rank receives it. The exact sum is divided by their number and rounded once. If a rank drops out before it has called, it is the mean of the others.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's number.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give 0, 1, 2, 3: all receive 1.5.</example>
    public static ValueTask<CollectiveResult<T>> MeanAsync<T>(this IGroup group, T value, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => OneAsync(group, value, ReduceOperator.Mean, options, cancellationToken);

    /// <summary>The means over the ranks that contributed, element by element; every rank receives them. If a rank drops out before it has called, they are the means of the others.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements, as many as at every other rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [0, 8], [1, 8], [2, 8], [3, 8]: all receive [1.5, 8].</example>
    public static ValueTask<CollectiveResult<T[]>> MeanAsync<T>(this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AllReduceAsync(group, values, ReduceOperator.Mean, options, cancellationToken);

    /// <summary>The weighted mean Σwx / Σw, rounded once; every rank receives it. If a rank drops out before it has called, it is over the ranks that remain.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="value">This rank's x.</param>
    /// <param name="weight">This rank's w: how many observations the value stands for, say. All weights together must not be 0, or the mean is NaN.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>One number, in the unit of the values.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give 1, 2, 3, 4 with the weights 1, 1, 1, 5: all receive 3.25.</example>
    public static async ValueTask<CollectiveResult<double>> WeightedMeanAsync(
        this IGroup group, double value, double weight, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await WeightedMeanAsync(group, [value], weight, options, cancellationToken);
        return new CollectiveResult<double>(result.Value[0], result.Contributors, result.ErrorBound, result.Diagnostics);
    }

    /// <summary>The weighted mean Σwx / Σw of each element, rounded once; every rank receives it. If a rank drops out before it has called, it is over the ranks that remain.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's x, as many as at every other rank.</param>
    /// <param name="weight">This rank's w, for all its elements. All weights together must not be 0, or the means are NaN.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception|/returns"/>
    /// <example>Four ranks give [1, 0], [2, 0], [3, 0], [4, 8] with the weights 1, 1, 1, 5: all receive [3.25, 5].</example>
    public static async ValueTask<CollectiveResult<double[]>> WeightedMeanAsync(
        this IGroup group, double[] values, double weight, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        double[] contribution = [.. values, weight];
        var descriptor = Reduction<double>(OperationKind.AllReduce, ReduceOperator.WeightedMean, values.Length);
        var result = await CallAsync(group, descriptor, Elements.Bytes<double>(contribution), options, cancellationToken);
        return CollectiveResult<double[]>.Of(result, Elements.Take<double>(result));
    }
}
