using Hypernet.Benchmarks.Reports;
using Hypernet.Consensus;

namespace Hypernet.Benchmarks.Nist;

/// <summary>What all ranks of all groups found for one set.</summary>
internal sealed class NistOutcome(NistFile file)
{
    private const double TargetDigits = 13;

    private readonly HashSet<string> _bits = [];
    private NistScore _score = NistScore.Perfect;

    internal NistFile File => file;

    internal void Add(IEnumerable<LeastSquaresFit> fits)
    {
        foreach (var fit in fits)
        {
            _score = _score.Least(NistScore.Of(file, fit));
            _bits.Add(BitsOf(fit));
        }
    }

    internal string[] ToLine() =>
    [
        file.Name,
        $"{file.Rows.Count}",
        $"{file.Coefficients.Length}",
        Report.Number(_score.Coefficients),
        Report.Number(_score.StandardErrors),
        Report.Number(_score.Residual),
        _bits.Count == 1 ? "yes" : "no",
    ];

    internal IEnumerable<Row> ToRows() =>
    [
        new Row($"{file.Name}: correct digits, worst of all ranks and rank counts", _score.Coefficients, "digits", TargetDigits, Better.More),
        new Row($"{file.Name}: bits equal at all ranks and rank counts", _bits.Count == 1 ? 1 : 0, "1 = yes", 1, Better.More),
    ];

    // Missing partitions are none here: every rank lives.
    private static string BitsOf(LeastSquaresFit fit) =>
        string.Join(' ', fit.Coefficients.Concat(fit.StandardErrors).Append(fit.ResidualNorm).Select(BitConverter.DoubleToInt64Bits));
}
