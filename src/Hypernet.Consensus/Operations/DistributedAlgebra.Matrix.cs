using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus;

/// <content>Products of a matrix in parts with a vector.</content>
public static partial class DistributedAlgebra
{
    /// <summary>
    /// The product y = Ax of a matrix whose columns, and a vector whose elements, are spread over the ranks: each element the exact sum
    /// of exact products, rounded once; every rank receives all of it. If a rank drops out before it has called, its columns count as 0.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="columns">This rank's columns: all rows of the matrix, as many as at every other rank.</param>
    /// <param name="x">This rank's elements of the vector, one for each of its columns.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <returns>One element for each row of the matrix.</returns>
    /// <inheritdoc cref="Collectives.AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks hold the columns (1, 0), (0, 1), (1, 1), (2, 0) and the elements 1, 2, 3, 4: all receive [12, 5].</example>
    public static async ValueTask<CollectiveResult<double[]>> MatVecByColumnsAsync(
        this IGroup group, double[,] columns, ReadOnlyMemory<double> x, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckProduct(columns.GetLength(1), x.Length);
        var result = await SumAsync(group, SumOfColumns(columns, x.Span), options, cancellationToken);
        return CollectiveResult<double[]>.Of(result, Elements.Take<double>(result));
    }

    /// <summary>
    /// The product y = Ax of a matrix whose rows are spread over the ranks with a vector that all have: each element an exact sum of
    /// exact products, rounded once; every rank receives all of it. If a rank drops out before it has called, its rows are NaN.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="rows">This rank's rows, one below the other.</param>
    /// <param name="x">The whole vector, equal at every rank.</param>
    /// <param name="firstRow">Where this rank's rows begin in the matrix.</param>
    /// <param name="totalRows">How many rows the matrix has. Equal at every rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <returns>One element for each row of the matrix; NaN where nobody gave the row.</returns>
    /// <inheritdoc cref="Collectives.AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks hold the rows (1, 0), (0, 1), (1, 1), (2, 0), all hold (3, 4): all receive [3, 4, 7, 6].</example>
    public static async ValueTask<CollectiveResult<double[]>> MatVecByRowsAsync(
        this IGroup group, double[,] rows, ReadOnlyMemory<double> x, int firstRow, int totalRows, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        int count = rows.GetLength(0);
        CheckProduct(rows.GetLength(1), x.Length);
        if (firstRow < 0 || totalRows < count || firstRow > totalRows - count)
        {
            throw new InvalidCallException($"Rows {firstRow} to {firstRow + (long)count - 1} are not within the {totalRows} rows of the matrix.");
        }

        double[] part = ProductOfRows(rows, x.Span);
        byte[] contribution = [.. new byte[sizeof(int)], .. MemoryMarshal.AsBytes(part.AsSpan())];
        BinaryPrimitives.WriteInt32LittleEndian(contribution, firstRow);
        options ??= CollectiveOptions.Default;
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllGather, OnLoss = options.OnLoss, Parameter = (ulong)totalRows },
            Contribution = contribution,
            Name = options.Name,
        };
        var result = await group.CallAsync(call, cancellationToken);
        return CollectiveResult<double[]>.Of(result, Place(Elements.ReadParts<byte>(result.Value, group.Size), totalRows));
    }

    private static ExactVector SumOfColumns(double[,] columns, ReadOnlySpan<double> x)
    {
        double[] column = new double[columns.GetLength(0)];
        var sums = new ExactVector(column.Length);
        for (int j = 0; j < x.Length; j++)
        {
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = columns[i, j];
            }

            sums.AddProducts(column, x[j]);
        }

        return sums;
    }

    private static double[] ProductOfRows(double[,] rows, ReadOnlySpan<double> x)
    {
        double[] product = new double[rows.GetLength(0)];
        for (int i = 0; i < product.Length && !x.IsEmpty; i++)
        {
            var sum = new ExactSum();
            sum.AddProducts(MemoryMarshal.CreateReadOnlySpan(ref rows[i, 0], x.Length), x);
            product[i] = sum.Round();
        }

        return product;
    }

    private static double[] Place(IReadOnlyList<byte[]?> parts, int totalRows)
    {
        double[] whole = new double[totalRows];
        Array.Fill(whole, double.NaN);
        bool[] given = new bool[totalRows];
        for (int rank = 0; rank < parts.Count; rank++)
        {
            if (parts[rank] is not { } part)
            {
                continue;
            }

            int first = part.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(part);
            var elements = MemoryMarshal.Cast<byte, double>(part.AsSpan(Math.Min(part.Length, sizeof(int))));
            if (first < 0 || first > totalRows - elements.Length)
            {
                throw new InvalidCallException($"Rank {rank} gave {part.Length} bytes that are no rows of a matrix of {totalRows}.");
            }

            if (given.AsSpan(first, elements.Length).Contains(true))
            {
                throw new InvalidCallException($"Rank {rank} gave rows {first} to {first + elements.Length - 1}, some of which a lower rank gave, too: give each row once.");
            }

            given.AsSpan(first, elements.Length).Fill(true);
            elements.CopyTo(whole.AsSpan(first));
        }

        return whole;
    }

    private static void CheckProduct(int columns, int elements)
    {
        if (columns != elements)
        {
            throw new InvalidCallException($"A matrix of {columns} columns does not go with a vector of {elements} elements.");
        }
    }
}
