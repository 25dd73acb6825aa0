using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Operations;

namespace Hypernet.Consensus;

/// <summary>
/// The rows of one partition of a least-squares problem, in the order in which they are added. Rows are not kept: memory does not
/// grow with them.
/// </summary>
public sealed class LeastSquaresPartition
{
    /// <summary>The most columns that a problem may have.</summary>
    public const int MaxColumns = 256;

    // Rows that are factorized at a time: part of the order of operations, so the same everywhere.
    private const int BlockRows = 512;

    private readonly int _width;
    private readonly double[] _block;
    private readonly ExactVector _gram;
    private Triangle _triangle;
    private int _pending;
    private LeastSquaresFault? _fault;

    /// <summary>Opens a partition without rows.</summary>
    /// <param name="index">Number of the partition, from 0.</param>
    /// <param name="columns">Columns of the matrix. Range: 1 to <see cref="MaxColumns"/>.</param>
    public LeastSquaresPartition(int index, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaxColumns);
        Index = index;
        _width = columns + 1;
        _block = new double[BlockRows * _width];
        _gram = new ExactVector(Gram.Count(_width));
        _triangle = Triangle.Empty(_width);
    }

    /// <summary>Number of the partition.</summary>
    public int Index { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns => _width - 1;

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row. One with a NaN or an infinity makes the whole problem an <see cref="InvalidCallException"/>, at every rank.</summary>
    /// <param name="row">The row of the matrix.</param>
    /// <param name="value">The row's right-hand side.</param>
    public void Add(ReadOnlySpan<double> row, double value)
    {
        var entries = Next(row.Length);
        row.CopyTo(entries);
        entries[^1] = value;
        if (Accept(entries))
        {
            Gram.Add(_gram, entries);
        }
    }

    /// <summary>Adds a row of about 32 digits: data that are decimal, or powers of such. The coefficients are those of these very rows.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{double}, double)"/>
    public void Add(ReadOnlySpan<DoubleDouble> row, DoubleDouble value)
    {
        var entries = Next(row.Length);
        Span<double> rest = stackalloc double[_width];
        for (int j = 0; j < row.Length; j++)
        {
            (entries[j], rest[j]) = row[j];
        }

        (entries[^1], rest[^1]) = value;
        if (Accept(entries) && Accept(rest))
        {
            Gram.Add(_gram, entries, rest);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="rows">Their matrix.</param>
    /// <param name="values">The right-hand side of each.</param>
    public void Add(double[,] rows, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.GetLength(0), values.Length);
        double[] row = new double[rows.GetLength(1)];
        for (int i = 0; i < values.Length; i++)
        {
            Buffer.BlockCopy(rows, i * row.Length * sizeof(double), row, 0, row.Length * sizeof(double));
            Add(row, values[i]);
        }
    }

    internal LeastSquaresState ToState(int partitions)
    {
        Factorize();
        return new LeastSquaresState(Columns, Rows, new Forest(partitions, [new Forest.Node(0, Index, _triangle)]), _gram, _fault);
    }

    private Span<double> Next(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns, Columns);
        if (_pending == BlockRows)
        {
            Factorize();
        }

        Rows++;
        return _block.AsSpan(_pending++ * _width, _width);
    }

    private bool Accept(ReadOnlySpan<double> entries)
    {
        foreach (double entry in entries)
        {
            if (!double.IsFinite(entry))
            {
                _fault ??= new LeastSquaresFault(Index, Rows - 1);
                return false;
            }
        }

        return true;
    }

    private void Factorize()
    {
        _triangle = Triangle.Merge(_triangle, Triangle.Of(_block.AsSpan(0, _pending * _width), _pending, _width));
        _pending = 0;
    }
}
