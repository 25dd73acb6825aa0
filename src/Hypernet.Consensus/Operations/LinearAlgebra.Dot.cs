using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus;

/// <content>Dot products and norms of vectors in parts.</content>
public static partial class LinearAlgebra
{
    // J. L. Blue, A portable Fortran program to find the Euclidean norm of a vector, ACM TOMS 4, 1978: squares of what is beyond these would leave the range of doubles.
    private static readonly double Large = Math.ScaleB(1, 500);
    private static readonly double Small = Math.ScaleB(1, -500);
    private const int Shift = 600;

    /// <summary>
    /// The dot product of two vectors of which every rank holds a part: the exact sum of the exact products, rounded once; every rank
    /// receives it. If a rank drops out before it has called, its part is left out.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="x">This rank's part of the one; parts may differ in length.</param>
    /// <param name="y">This rank's part of the other, as long.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <returns>One number, in the product of the units.</returns>
    /// <inheritdoc cref="Collectives.AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks hold ([1], [1]), ([2], [1]), ([3], [1]), ([4], [2]): all receive 14.</example>
    public static async ValueTask<CollectiveResult<double>> DotAsync(
        this IGroup group, ReadOnlyMemory<double> x, ReadOnlyMemory<double> y, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await SumAsync(group, Products(x.Span, y.Span), options, cancellationToken);
        return CollectiveResult<double>.Of(result, Elements.Read<double>(result.Value)[0]);
    }

    /// <summary>
    /// The Euclidean norm of a vector of which every rank holds a part: the root of the exact sum of squares; every rank receives it.
    /// Neither large nor small elements leave the range of doubles. If a rank drops out before it has called, its part is left out.
    /// </summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="x">This rank's part; parts may differ in length.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    /// <returns>One number, in the unit of the elements.</returns>
    /// <inheritdoc cref="Collectives.AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks hold [1, 1], [1], [], [1]: all receive 2.</example>
    public static async ValueTask<CollectiveResult<double>> NormAsync(
        this IGroup group, ReadOnlyMemory<double> x, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await SumAsync(group, Squares(x.Span), options, cancellationToken);
        double[] squares = Elements.Read<double>(result.Value);
        return CollectiveResult<double>.Of(result, Norm(squares[0], squares[1], squares[2]));
    }

    private static ExactVector Products(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new InvalidCallException($"The parts of a dot product have {x.Length} and {y.Length} elements: give as many of both.");
        }

        var sum = new ExactVector(1);
        for (int i = 0; i < x.Length; i++)
        {
            sum.AddProduct(0, x[i], y[i]);
        }

        return sum;
    }

    private static ExactVector Squares(ReadOnlySpan<double> x)
    {
        var squares = new ExactVector(3);
        foreach (double element in x)
        {
            double magnitude = Math.Abs(element);
            (int group, int shift) = magnitude > Large ? (2, -Shift) : magnitude < Small ? (0, Shift) : (1, 0);
            double scaled = Math.ScaleB(element, shift);
            squares.AddProduct(group, scaled, scaled);
        }

        return squares;
    }

    private static double Norm(double small, double middle, double large)
    {
        if (large != 0)
        {
            return Math.ScaleB(Math.Sqrt(large + Math.ScaleB(middle, -2 * Shift)), Shift);
        }

        // What is small counts beside the middle only where that is small itself.
        return middle == 0 ? Math.ScaleB(Math.Sqrt(small), -Shift) : Math.Sqrt(middle + Math.ScaleB(small, -2 * Shift));
    }
}
