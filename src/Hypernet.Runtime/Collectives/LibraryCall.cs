using System.Runtime.InteropServices;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;

namespace Hypernet.Runtime.Collectives;

/// <summary>docs/spec/runtime.md §6: the operations that are computed on this side, so that every language gets equal bits.</summary>
internal static class LibraryCall
{
    private const byte Dot = 32;
    private const byte Norm = 33;
    private const byte MatVecColumns = 34;
    private const byte MatVecRows = 35;
    private const byte LeastSquares = 36;

    /// <summary>Whether a call asks for one.</summary>
    public static bool IsOne(CallFrame call) => call.Operation is >= Dot and <= LeastSquares;

    /// <summary>Computes this rank's part, and calls the group.</summary>
    public static async ValueTask<OperationResult> CallAsync(
        IGroup group, CallFrame call, ReadOnlyMemory<byte> contribution, CancellationToken cancellationToken)
    {
        var called = call.Descriptor;
        if (called is not { Type: ElementType.F64, Operator: ReduceOperator.None, Exactness: Exactness.Default, Digits: 0, Root: 0 })
        {
            throw new InvalidCallException($"Operation {call.Operation} takes numbers of 64 bits, and no operator, exactness, digits or root.");
        }

        var options = new CollectiveOptions { Name = call.Name, OnLoss = called.OnLoss };
        var given = new Numbers(contribution);
        return call.Operation switch
        {
            Dot => Of(await DotAsync(group, given, options, cancellationToken).ConfigureAwait(false)),
            Norm => Of(await group.NormAsync(given.Rest(), options, cancellationToken).ConfigureAwait(false)),
            MatVecColumns => Of(await ColumnsAsync(group, called.Count, given, options, cancellationToken).ConfigureAwait(false)),
            MatVecRows => Of(await RowsAsync(group, called.Count, given, options, cancellationToken).ConfigureAwait(false)),
            _ => Of(await LeastSquaresAsync(group, called, given, options, cancellationToken).ConfigureAwait(false)),
        };
    }

    private static ValueTask<CollectiveResult<double>> DotAsync(
        IGroup group, Numbers given, CollectiveOptions options, CancellationToken cancellationToken)
    {
        var x = given.Doubles(given.Left / 2);
        return group.DotAsync(x, given.Rest(), options, cancellationToken);
    }

    private static ValueTask<CollectiveResult<double[]>> ColumnsAsync(
        IGroup group, long count, Numbers given, CollectiveOptions options, CancellationToken cancellationToken)
    {
        int rows = Numbers.Count(count, least: 1);
        int columns = given.Left / (rows + 1);
        var matrix = given.Matrix(rows, columns);
        return group.MatVecByColumnsAsync(matrix, given.Rest(), options, cancellationToken);
    }

    private static ValueTask<CollectiveResult<double[]>> RowsAsync(
        IGroup group, long count, Numbers given, CollectiveOptions options, CancellationToken cancellationToken)
    {
        int first = given.Whole();
        int rows = given.Whole();
        int columns = given.Left / (rows + 1);
        var matrix = given.Matrix(rows, columns);
        return group.MatVecByRowsAsync(matrix, given.Rest(), first, Numbers.Count(count), options, cancellationToken);
    }

    private static ValueTask<CollectiveResult<LeastSquaresFit>> LeastSquaresAsync(
        IGroup group, Descriptor called, Numbers given, CollectiveOptions options, CancellationToken cancellationToken)
    {
        int columns = Numbers.Count(called.Count, least: 1, most: LeastSquaresPartition.MaxColumns);
        int count = given.Whole();
        var sizes = new (int Partition, int Rows)[Numbers.Count(count, most: given.Left / 2)];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = (given.Whole(), given.Whole());
        }

        var matrices = sizes.Select(size => given.Matrix(size.Rows, columns)).ToArray();
        var partitions = sizes.Select((size, i) =>
        {
            var partition = new LeastSquaresPartition(size.Partition, columns);
            partition.Add(matrices[i], given.Doubles(size.Rows).Span);
            return partition;
        }).ToArray();
        given.CheckEnd();
        var how = new LeastSquaresOptions
        {
            Partitions = Numbers.Count((long)called.Parameter, most: LeastSquaresOptions.MaxPartitions),
            Name = options.Name,
            OnLoss = options.OnLoss,
        };
        return group.LeastSquaresAsync(columns, partitions, how, cancellationToken);
    }

    private static OperationResult Of(CollectiveResult<double> result) => Of(result, MemoryMarshal.AsBytes<double>([result.Value]));

    private static OperationResult Of(CollectiveResult<double[]> result) => Of(result, MemoryMarshal.AsBytes<double>(result.Value));

    private static OperationResult Of(CollectiveResult<LeastSquaresFit> result)
    {
        var fit = result.Value;
        double[] numbers =
        [
            .. fit.Coefficients, .. fit.StandardErrors, fit.ResidualNorm, fit.ResidualDeviation, fit.Rows,
            .. fit.MissingPartitions.Prepend(fit.MissingPartitions.Count).Select(whole => BitConverter.Int64BitsToDouble(whole)),
        ];
        return Of(result, MemoryMarshal.AsBytes<double>(numbers));
    }

    private static OperationResult Of<T>(CollectiveResult<T> result, ReadOnlySpan<byte> value) => new()
    {
        Value = value.ToArray(),
        Contributors = result.Contributors,
        ErrorBound = result.ErrorBound,
        Diagnostics = result.Diagnostics,
    };
}
