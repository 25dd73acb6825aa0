using System.Buffers.Binary;
using System.Security.Cryptography;
using Hypernet.Consensus.Operations;

namespace Hypernet.Consensus;

/// <content>Linear least squares.</content>
public static partial class DistributedAlgebra
{
    /// <summary>
    /// The coefficients z for which ‖b − Az‖ is least, of a matrix whose rows are spread over the ranks; every rank receives the fit.
    /// One collective: if a rank drops out before it has called, the fit is that of the other rows and says which partitions are
    /// missing; if later, nothing changes. The coefficients are the exact solution, rounded; all bits are equal for any number of ranks
    /// with the same partitions.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="columns">Columns of the matrix. Equal at every rank. Range: 1 to <see cref="LeastSquaresPartition.MaxColumns"/>.</param>
    /// <param name="partitions">What this rank holds: any of the partitions, none perhaps. Each belongs to one rank.</param>
    /// <param name="options">How it is to be solved; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="InvalidCallException">A row is not finite, or two ranks gave one partition: every rank gets this. Or this rank's arguments contradict each other.</exception>
    /// <exception cref="SingularSystemException">There are fewer rows than columns, or the columns depend on each other. Every rank gets this.</exception>
    /// <exception cref="ProgramMismatchException">Another rank called something else. Every rank gets this.</exception>
    /// <exception cref="RankLostException">A rank is gone, under <see cref="OnLoss.Strict"/>. Every rank gets this.</exception>
    /// <exception cref="LeftBehindException">The others went on without this rank.</exception>
    /// <example>Four ranks hold the rows (1, 0), (1, 1), (1, 2), (1, 3) and the values 1, 3, 5, 7: all receive the coefficients [1, 2].</example>
    public static async ValueTask<CollectiveResult<LeastSquaresFit>> LeastSquaresAsync(
        this IGroup group, int columns, IReadOnlyList<LeastSquaresPartition> partitions, LeastSquaresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LeastSquaresOptions();
        int count = options.Partitions == 0 ? group.Size : options.Partitions;
        Check(columns, partitions, count);
        var state = partitions.Aggregate(
            LeastSquaresState.Empty(columns, count),
            (sum, partition) => LeastSquaresState.Merge(sum, partition.ToState(count)));
        var result = await Collectives.MergeInTreeAsync(
            group,
            state.ToBytes(),
            (low, high) => LeastSquaresState.Merge(LeastSquaresState.Read(low.Span, columns, count), LeastSquaresState.Read(high.Span, columns, count)).ToBytes(),
            HashOf(columns, count),
            new CollectiveOptions { Name = options.Name, OnLoss = options.OnLoss },
            cancellationToken);
        return CollectiveResult<LeastSquaresFit>.Of(result, LeastSquaresSolver.Solve(LeastSquaresState.Read(result.Value.Span, columns, count)));
    }

    /// <summary>Like <see cref="LeastSquaresAsync(IGroup, int, IReadOnlyList{LeastSquaresPartition}, LeastSquaresOptions?, CancellationToken)"/>, of one partition for each rank.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="rows">This rank's rows of the matrix, one below the other.</param>
    /// <param name="values">The right-hand side of each.</param>
    /// <param name="options">How it is to be solved, but for its partitions; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <inheritdoc cref="LeastSquaresAsync(IGroup, int, IReadOnlyList{LeastSquaresPartition}, LeastSquaresOptions?, CancellationToken)" path="/returns|/exception|/example"/>
    public static ValueTask<CollectiveResult<LeastSquaresFit>> LeastSquaresAsync(
        this IGroup group, double[,] rows, ReadOnlyMemory<double> values, LeastSquaresOptions? options = null, CancellationToken cancellationToken = default)
    {
        int columns = rows.GetLength(1);
        CheckColumns(columns);
        if (rows.GetLength(0) != values.Length)
        {
            throw new InvalidCallException($"A matrix of {rows.GetLength(0)} rows does not go with {values.Length} values.");
        }

        var partition = new LeastSquaresPartition(group.Rank, columns);
        partition.Add(rows, values.Span);
        return LeastSquaresAsync(group, columns, [partition], (options ?? new LeastSquaresOptions()) with { Partitions = 0 }, cancellationToken);
    }

    private static void Check(int columns, IReadOnlyList<LeastSquaresPartition> partitions, int count)
    {
        CheckColumns(columns);
        if (count is < 1 or > LeastSquaresOptions.MaxPartitions)
        {
            throw new InvalidCallException($"A problem cannot have {count} partitions: give 1 to {LeastSquaresOptions.MaxPartitions}.");
        }

        foreach (var partition in partitions)
        {
            if (partition.Index >= count || partition.Columns != columns)
            {
                throw new InvalidCallException($"Partition {partition.Index} of {partition.Columns} columns is none of a problem of {columns} columns in {count} partitions.");
            }
        }
    }

    private static void CheckColumns(int columns)
    {
        if (columns is < 1 or > LeastSquaresPartition.MaxColumns)
        {
            throw new InvalidCallException($"A problem cannot have {columns} columns: give 1 to {LeastSquaresPartition.MaxColumns}.");
        }
    }

    // Ranks that mean problems of different shapes are told so before anything is merged.
    private static ulong HashOf(int columns, int partitions) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"least squares {columns} {partitions}")));
}
