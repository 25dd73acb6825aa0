using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus;

/// <content>Dot products and norms of vectors in parts.</content>
public static partial class DistributedAlgebra
{
    // J. L. Blue, A portable Fortran program to find the Euclidean norm of a vector, ACM TOMS 4, 1978: squares of what is beyond these would leave the range of doubles.
    private static readonly double Large = Math.ScaleB(1, 500);
    private static readonly double Small = Math.ScaleB(1, -500);
    private const int Shift = 600;
    private const int Chunk = 512;

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
        return CollectiveResult<double>.Of(result, Elements.Take<double>(result)[0]);
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
        double[] squares = Elements.Take<double>(result);
        return CollectiveResult<double>.Of(result, Norm(squares[0], squares[1], squares[2]));
    }

    private static ExactVector Products(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new InvalidCallException($"The parts of a dot product have {x.Length} and {y.Length} elements: give as many of both.");
        }

        var sum = new ExactVector(1);
        sum.AddDot(0, x, y);
        return sum;
    }

    // Elements scaled so that their squares are in range: the small, the others, the large.
    private static ExactVector Squares(ReadOnlySpan<double> x)
    {
        var squares = new ExactVector(3);
        Span<double> scaled = stackalloc double[Chunk];
        for (int first = 0; first < x.Length; first += Chunk)
        {
            var chunk = x.Slice(first, Math.Min(Chunk, x.Length - first));
            for (int kind = 0; kind < squares.Count; kind++)
            {
                int count = 0;
                foreach (double element in chunk)
                {
                    if (KindOf(element) == kind)
                    {
                        scaled[count++] = Math.ScaleB(element, Shift * (1 - kind));
                    }
                }

                squares.AddDot(kind, scaled[..count], scaled[..count]);
            }
        }

        return squares;
    }

    private static int KindOf(double element) => Math.Abs(element) is var magnitude && magnitude > Large ? 2 : magnitude < Small ? 0 : 1;

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
