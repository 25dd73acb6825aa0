using System.Numerics;

namespace Hypernet.Consensus.Operations;

/// <summary>
/// Corrected seminormal equations (Å. Björck, Stability analysis of the method of seminormal equations, Linear Algebra Appl. 88/89,
/// 1987): RᵀR d = Aᵀ(b − Az), z ← z + d, with R of the QR factorization in doubles and the right-hand side exact, of the exact
/// [A b]ᵀ[A b]. What it converges to is the exact solution.
/// </summary>
internal sealed class LeastSquaresSolver
{
    // Scaled coefficients are integers in units of 2^−FractionBits.
    private const int FractionBits = 192;

    // A correction this much smaller than the coefficient does not change its rounding but in a tie.
    private const int AgreedBits = 64;
    private const int MaxIterations = 64;

    // Of a triangle with columns of norm 1 to 2: what rounding leaves of a diagonal element that should be 0 is some units in the last place.
    private const double DependentPerColumn = 1.0 / (1L << 50);

    private readonly LeastSquaresState _state;
    private readonly int _columns;
    private readonly int[] _exponents;
    private readonly int _greatest;
    private readonly double[,] _triangle;
    private readonly BigInteger[,] _gram;
    private readonly int _unit;
    private readonly BigInteger[] _solution;

    private LeastSquaresSolver(LeastSquaresState state)
    {
        _state = state;
        _columns = state.Columns;
        (_triangle, _exponents) = state.Forest.Root(_columns + 1).Scaled();
        _greatest = _exponents.Max();
        (_gram, _unit) = Gram.ToIntegers(state.Gram, _columns + 1);
        _solution = new BigInteger[_columns];
    }

    /// <summary>Solves the problem.</summary>
    /// <param name="state">Of all partitions that are there.</param>
    /// <exception cref="InvalidCallException">A rank gave what cannot be a problem.</exception>
    /// <exception cref="SingularSystemException">The rows do not determine the coefficients.</exception>
    internal static LeastSquaresFit Solve(LeastSquaresState state)
    {
        if (state.Fault is { } fault)
        {
            throw fault.ToException();
        }

        if (state.Rows < state.Columns)
        {
            throw Singular(state, $"{state.Rows} rows do not determine {state.Columns} coefficients");
        }

        var solver = new LeastSquaresSolver(state);
        solver.CheckColumns();
        solver.Refine();
        return solver.Finish();
    }

    private void CheckColumns()
    {
        for (int k = 0; k < _columns; k++)
        {
            if (Math.Abs(_triangle[k, k]) <= DependentPerColumn * _columns)
            {
                throw Singular(_state, $"Column {k} is, to within rounding, a combination of those before it");
            }
        }
    }

    private void Refine()
    {
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            double[] correction = Correct(Gradient());
            bool isSettled = true;
            for (int j = 0; j < _columns; j++)
            {
                if (!double.IsFinite(correction[j]))
                {
                    throw Diverged();
                }

                // To the nearest: cut off, a correction of almost one unit would change nothing for ever, and 0 be a unit off.
                var step = Dyadic.Units(correction[j], -FractionBits);
                isSettled &= BigInteger.Abs(step) <= BigInteger.Abs(_solution[j]) >> AgreedBits;
                _solution[j] += step;
            }

            if (isSettled)
            {
                return;
            }
        }

        throw Diverged();
    }

    // Aᵀ(b − Az), exact: element i in units of 2^(_unit − FractionBits − _greatest) of the unscaled columns, the solution being scaled.
    private BigInteger[] Gradient()
    {
        var gradient = new BigInteger[_columns];
        for (int i = 0; i < _columns; i++)
        {
            gradient[i] = RightSide(i);
            for (int j = 0; j < _columns; j++)
            {
                gradient[i] -= (_gram[i, j] * _solution[j]) << (_greatest - _exponents[j]);
            }
        }

        return gradient;
    }

    private BigInteger RightSide(int i) => _gram[i, _columns] << (FractionBits + _greatest - _exponents[_columns]);

    private double[] Correct(BigInteger[] gradient)
    {
        double[] step = new double[_columns];
        for (int i = 0; i < _columns; i++)
        {
            double rest = Dyadic.Round(gradient[i], _unit - FractionBits - _greatest - _exponents[i]);
            for (int k = 0; k < i; k++)
            {
                rest -= _triangle[k, i] * step[k];
            }

            step[i] = rest / _triangle[i, i];
        }

        SolveUpper(step);
        return step;
    }

    private void SolveUpper(double[] values)
    {
        for (int i = _columns - 1; i >= 0; i--)
        {
            double rest = values[i];
            for (int k = i + 1; k < _columns; k++)
            {
                rest -= _triangle[i, k] * values[k];
            }

            values[i] = rest / _triangle[i, i];
        }
    }

    private LeastSquaresFit Finish()
    {
        double[] coefficients = new double[_columns];
        for (int j = 0; j < _columns; j++)
        {
            double scaled = Dyadic.Round(_solution[j], -FractionBits);
            _solution[j] = Dyadic.Units(scaled, -FractionBits);
            coefficients[j] = Math.ScaleB(scaled, _exponents[_columns] - _exponents[j]);
        }

        double squares = ResidualSquares();
        double deviation = _state.Rows > _columns ? Math.Sqrt(squares / (_state.Rows - _columns)) : double.NaN;
        return new LeastSquaresFit
        {
            Coefficients = coefficients,
            StandardErrors = [.. InverseNorms().Select((norm, j) => Math.ScaleB(deviation * norm, _exponents[_columns] - _exponents[j]))],
            ResidualNorm = Math.ScaleB(Math.Sqrt(squares), _exponents[_columns]),
            ResidualDeviation = Math.ScaleB(deviation, _exponents[_columns]),
            Rows = _state.Rows,
            MissingPartitions = [.. _state.Forest.Missing()],
        };
    }

    // bᵀb − zᵀ(Aᵀb + Aᵀ(b − Az)), exact for the coefficients given out; the right-hand side being scaled.
    private double ResidualSquares()
    {
        var squares = _gram[_columns, _columns] << (2 * (FractionBits + _greatest - _exponents[_columns]));
        var gradient = Gradient();
        for (int i = 0; i < _columns; i++)
        {
            squares -= (_solution[i] * (RightSide(i) + gradient[i])) << (_greatest - _exponents[i]);
        }

        return Dyadic.Round(squares, _unit - (2 * (FractionBits + _greatest)));
    }

    // The norms of the rows of R⁻¹: the roots of the diagonal of (AᵀA)⁻¹.
    private double[] InverseNorms()
    {
        double[] squares = new double[_columns];
        for (int k = 0; k < _columns; k++)
        {
            double[] column = new double[_columns];
            column[k] = 1;
            SolveUpper(column);
            for (int j = 0; j <= k; j++)
            {
                squares[j] += column[j] * column[j];
            }
        }

        return Array.ConvertAll(squares, Math.Sqrt);
    }

    private SingularSystemException Diverged() => Singular(_state, "The columns are too nearly dependent for doubles");

    private static SingularSystemException Singular(LeastSquaresState state, string what)
    {
        int missing = state.Forest.Missing().Count();
        return new SingularSystemException($"{what}{(missing > 0 ? $" ({missing} of {state.Forest.Partitions} partitions are missing)" : "")}: give more rows, or leave columns out.");
    }
}
