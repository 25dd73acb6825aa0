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
    private readonly ExactVector[] _gram;
    private Triangle _triangle;
    private double[]? _rest;
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
        _gram = [.. Enumerable.Range(0, Gram.Count(_width)).Select(_ => new ExactVector(1))];
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
        int at = Next(row.Length);
        for (int j = 0; j < row.Length; j++)
        {
            Put(_block, at + j, row[j]);
        }

        Put(_block, at + row.Length, value);
    }

    /// <summary>Adds a row of about 32 digits: data that are decimal, or powers of such. The coefficients are those of these very rows.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{double}, double)"/>
    public void Add(ReadOnlySpan<DoubleDouble> row, DoubleDouble value)
    {
        int at = Next(row.Length);
        _rest ??= new double[_block.Length];
        for (int j = 0; j < row.Length; j++)
        {
            Put(_block, at + j, row[j].High);
            Put(_rest, at + j, row[j].Low);
        }

        Put(_block, at + row.Length, value.High);
        Put(_rest, at + row.Length, value.Low);
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
        return new LeastSquaresState(Columns, Rows, new Forest(partitions, [new Forest.Node(0, Index, _triangle)]), Gram.Join(_gram), _fault);
    }

    private int Next(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns, Columns);
        if (_pending == BlockRows)
        {
            Factorize();
        }

        Rows++;
        return _pending++ * _width;
    }

    private void Put(double[] block, int at, double element)
    {
        if (!double.IsFinite(element))
        {
            _fault ??= new LeastSquaresFault(Index, Rows - 1);
        }

        block[at] = element;
    }

    private void Factorize()
    {
        double[] columns = Transposed(_block);
        if (_rest is null)
        {
            Gram.Add(_gram, columns, _width);
        }
        else
        {
            Gram.AddSums(_gram, columns, Transposed(_rest), _width);
            Array.Clear(_rest);
        }

        _triangle = Triangle.Merge(_triangle, Triangle.Of(_block.AsSpan(0, _pending * _width), _pending, _width));
        _pending = 0;
    }

    private double[] Transposed(double[] block)
    {
        double[] columns = new double[_pending * _width];
        for (int at = 0; at < columns.Length; at++)
        {
            columns[(at % _width * _pending) + (at / _width)] = block[at];
        }

        return columns;
    }
}
