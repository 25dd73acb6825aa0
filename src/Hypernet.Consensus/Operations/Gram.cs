using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Operations;

/// <summary>[A b]ᵀ[A b], exact: one sum for each pair of columns, the right-hand side being the last one. Its order of additions does not matter.</summary>
internal static class Gram
{
    internal static int Count(int width) => width * (width + 1) / 2;

    internal static int IndexOf(int width, int i, int j) =>
        i <= j ? (i * width) - (i * (i - 1) / 2) + j - i : IndexOf(width, j, i);

    internal static void Add(ExactVector gram, ReadOnlySpan<double> row)
    {
        int index = 0;
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = i; j < row.Length; j++)
            {
                gram.AddProduct(index++, row[i], row[j]);
            }
        }
    }

    /// <summary>Adds a row of sums of two doubles each.</summary>
    internal static void Add(ExactVector gram, ReadOnlySpan<double> row, ReadOnlySpan<double> rest)
    {
        int index = 0;
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = i; j < row.Length; j++, index++)
            {
                gram.AddProduct(index, row[i], row[j]);
                gram.AddProduct(index, row[i], rest[j]);
                gram.AddProduct(index, rest[i], row[j]);
                gram.AddProduct(index, rest[i], rest[j]);
            }
        }
    }
}
