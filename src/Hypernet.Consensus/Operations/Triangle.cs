namespace Hypernet.Consensus.Operations;

/// <summary>
/// The triangle R of a QR factorization, which stands for all rows it was made of: RᵀR = AᵀA. Householder reflections in a fixed
/// order of loops, without reductions whose order depends on the machine, so that equal rows give equal bits.
/// </summary>
/// <param name="Width">Columns.</param>
/// <param name="Rows">At most as many as columns.</param>
/// <param name="Elements">Row by row; 0 below the diagonal.</param>
internal sealed record Triangle(int Width, int Rows, double[] Elements)
{
    /// <summary>Of no rows.</summary>
    internal static Triangle Empty(int width) => new(width, 0, []);

    /// <summary>The triangle of rows above and rows below.</summary>
    internal static Triangle Merge(Triangle upper, Triangle lower) =>
        lower.Rows == 0 ? upper : upper.Rows == 0 ? lower : Of([.. upper.Elements, .. lower.Elements], upper.Rows + lower.Rows, upper.Width);

    /// <summary>The triangle of any rows.</summary>
    /// <param name="rows">Row by row, finite. Overwritten.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="width">How many columns.</param>
    internal static Triangle Of(Span<double> rows, int count, int width)
    {
        Span<int> exponents = stackalloc int[width];
        Scale(rows, exponents);
        Span<double> products = stackalloc double[width];
        int steps = Math.Min(count - 1, width);
        for (int k = 0; k < steps; k++)
        {
            Reflect(rows[(k * width)..], count - k, width, k, products);
        }

        int kept = Math.Min(count, width);
        var elements = rows[..(kept * width)].ToArray();
        for (int i = 0; i < elements.Length; i++)
        {
            // Overflows to infinity where the norm of a column does: the solver says so.
            elements[i] = Math.ScaleB(elements[i], exponents[i % width]);
        }

        return new Triangle(width, kept, elements);
    }

    /// <summary>The triangle with its greatest element of each column between 1 and 2, and the powers of two that it was divided by.</summary>
    /// <exception cref="InvalidCallException">The norm of a column is beyond the range of doubles.</exception>
    internal (double[,] Elements, int[] Exponents) Scaled()
    {
        double[] square = new double[Width * Width];
        Elements.CopyTo(square, 0);
        if (Array.FindIndex(square, element => !double.IsFinite(element)) is >= 0 and var at)
        {
            throw new InvalidCallException($"The norm of column {at % Width} is beyond the range of doubles: give it in a larger unit.");
        }

        int[] exponents = new int[Width];
        Scale(square, exponents);
        double[,] elements = new double[Width, Width];
        Buffer.BlockCopy(square, 0, elements, 0, square.Length * sizeof(double));
        return (elements, exponents);
    }

    // Columns of magnitude 1: powers of two change no digit, and no square overflows.
    private static void Scale(Span<double> rows, Span<int> exponents)
    {
        int width = exponents.Length;
        for (int j = 0; j < width; j++)
        {
            double greatest = 0;
            for (int i = j; i < rows.Length; i += width)
            {
                greatest = Math.Max(greatest, Math.Abs(rows[i]));
            }

            exponents[j] = greatest > 0 ? Math.ILogB(greatest) : 0;
            for (int i = j; i < rows.Length; i += width)
            {
                rows[i] = Math.ScaleB(rows[i], -exponents[j]);
            }
        }
    }

    // Golub and Van Loan, Matrix Computations, 4th ed. 2013, §5.1: H = I − v vᵀ / (−β v₀) makes the first column (β, 0, …, 0)ᵀ.
    private static void Reflect(Span<double> rows, int count, int width, int column, Span<double> products)
    {
        double below = 0;
        for (int i = 1; i < count; i++)
        {
            double element = rows[(i * width) + column];
            below += element * element;
        }

        if (below == 0)
        {
            return;
        }

        double first = rows[column];
        double norm = Math.Sqrt((first * first) + below);
        double diagonal = first > 0 ? -norm : norm;
        double head = first - diagonal;
        double scale = -diagonal * head;
        rows[column] = head;
        products.Clear();
        for (int i = 0; i < count; i++)
        {
            var row = rows.Slice(i * width, width);
            for (int j = column + 1; j < width; j++)
            {
                products[j] += row[column] * row[j];
            }
        }

        for (int i = 0; i < count; i++)
        {
            var row = rows.Slice(i * width, width);
            double factor = row[column] / scale;
            for (int j = column + 1; j < width; j++)
            {
                row[j] -= factor * products[j];
            }

            row[column] = 0;
        }

        rows[column] = diagonal;
    }
}
