namespace Hypernet.Cli.Demo.Local;

/// <summary>What <c>docs/examples/regression/fit.py --json</c> says.</summary>
/// <param name="Names">Names of the coefficients.</param>
/// <param name="Coefficients">The coefficients.</param>
/// <param name="Rows">How many rows are in them.</param>
/// <param name="MissingRanks">Whose rows are not.</param>
internal sealed record LocalFit(
    IReadOnlyList<string> Names, IReadOnlyList<double> Coefficients, long Rows, IReadOnlyList<int> MissingRanks)
{
    /// <summary>The bits of the coefficients (IEEE 754 binary64), as hexadecimal digits.</summary>
    public IEnumerable<string> Bits => Coefficients.Select(value => $"0x{BitConverter.DoubleToUInt64Bits(value):x16}");
}
