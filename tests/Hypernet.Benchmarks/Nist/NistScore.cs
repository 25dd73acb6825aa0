using System.Runtime.InteropServices;
using Hypernet.Consensus;

namespace Hypernet.Benchmarks.Nist;

/// <summary>Correct digits of a fit: the log relative error (B. D. McCullough, Assessing the reliability of statistical software, Am. Stat. 52, 1998) of its worst number.</summary>
/// <param name="Coefficients">Of the coefficients.</param>
/// <param name="StandardErrors">Of their standard errors.</param>
/// <param name="Residual">Of the residual standard deviation.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NistScore(double Coefficients, double StandardErrors, double Residual)
{
    // Certified values have 15 digits.
    private const double Most = 15;

    internal static NistScore Perfect { get; } = new(Most, Most, Most);

    internal static NistScore Of(NistFile file, LeastSquaresFit fit) => new(
        fit.Coefficients.Zip(file.Coefficients, Digits).Min(),
        fit.StandardErrors.Zip(file.StandardErrors, Digits).Min(),
        Digits(fit.ResidualDeviation, file.ResidualDeviation));

    internal NistScore Least(NistScore other) =>
        new(Math.Min(Coefficients, other.Coefficients), Math.Min(StandardErrors, other.StandardErrors), Math.Min(Residual, other.Residual));

    private static double Digits(double value, double certified)
    {
        double error = Math.Abs(value - certified) / (certified == 0 ? 1 : Math.Abs(certified));
        return error == 0 ? Most : double.IsFinite(error) ? Math.Clamp(-Math.Log10(error), 0, Most) : 0;
    }
}
