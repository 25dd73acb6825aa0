using System.Globalization;
using System.Text.RegularExpressions;
using Hypernet.Consensus;

namespace Hypernet.Benchmarks.Nist;

/// <summary>A linear regression of the NIST Statistical Reference Datasets (https://www.itl.nist.gov/div898/strd/).</summary>
/// <param name="Name">Of the set.</param>
/// <param name="Rows">Of the matrix, and the value of each: powers in double-double of the decimal numbers in the file.</param>
/// <param name="Coefficients">Certified.</param>
/// <param name="StandardErrors">Certified.</param>
/// <param name="ResidualDeviation">Certified.</param>
internal sealed partial record NistFile(
    string Name, IReadOnlyList<(DoubleDouble[] Row, DoubleDouble Value)> Rows, double[] Coefficients, double[] StandardErrors, double ResidualDeviation)
{
    /// <summary>Reads the linear regressions of a folder; files of other procedures are passed over.</summary>
    internal static IReadOnlyList<NistFile> ReadAll(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BenchmarkException($"there is no folder {folder}: give one with the .dat files of https://www.itl.nist.gov/div898/strd/lls/lls.shtml");
        }

        var files = Directory.GetFiles(folder, "*.dat").Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Lines: File.ReadAllLines(file)))
            .Where(file => file.Lines.Any(line => IsLinear().IsMatch(line)))
            .Select(file => Read(file.Name, file.Lines))
            .ToList();
        return files.Count > 0 ? files : throw new BenchmarkException($"the folder {folder} has no linear regression (*.dat with \"Procedure: Linear Least Squares Regression\")");
    }

    private static NistFile Read(string name, string[] lines)
    {
        try
        {
            var (certifiedFrom, certifiedTo) = Range(lines, CertifiedLines());
            var (dataFrom, dataTo) = Range(lines, DataLines());
            string certified = string.Join('\n', lines[certifiedFrom..certifiedTo]);
            var parameters = Parameter().Matches(certified).ToDictionary(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            int[] numbers = [.. parameters.Keys.Order()];
            var terms = NistModel.Read(string.Join('\n', lines[..certifiedFrom]), numbers);
            return new NistFile(
                name,
                [.. lines[dataFrom..dataTo].Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells.Length > 0).Select(cells => RowOf(cells, terms))],
                [.. numbers.Select(number => Number(parameters[number].Groups[2].Value))],
                [.. numbers.Select(number => Number(parameters[number].Groups[3].Value))],
                Number(Residual().Match(certified).Groups[1].Value));
        }
        catch (Exception fault) when (fault is FormatException or BenchmarkException or IndexOutOfRangeException or ArgumentException)
        {
            throw new BenchmarkException($"{name}.dat is not as the NIST sets are: {fault.Message}");
        }
    }

    private static (DoubleDouble[] Row, DoubleDouble Value) RowOf(string[] cells, NistTerm[] terms)
    {
        var numbers = Array.ConvertAll(cells, DoubleDouble.Parse);
        return ([.. terms.Select(term => Power(term.Power == 0 ? 1 : numbers[1 + term.Predictor], term.Power))], numbers[0]);
    }

    private static DoubleDouble Power(DoubleDouble x, int power) => power <= 1 ? x : x * Power(x, power - 1);

    private static (int From, int To) Range(string[] lines, Regex range)
    {
        var match = lines.Select(line => range.Match(line)).FirstOrDefault(match => match.Success)
            ?? throw new BenchmarkException("its head does not say in which lines the data and the certified values are");
        return ((int)Number(match.Groups[1].Value) - 1, Math.Min((int)Number(match.Groups[2].Value), lines.Length));
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Procedure:\s+Linear Least Squares")]
    private static partial Regex IsLinear();

    [GeneratedRegex(@"Certified Values\s+\(lines\s+(\d+)\s+to\s+(\d+)\)")]
    private static partial Regex CertifiedLines();

    [GeneratedRegex(@"\bData\s+\(lines\s+(\d+)\s+to\s+(\d+)\)")]
    private static partial Regex DataLines();

    [GeneratedRegex(@"^\s*B(\d+)\s+([-+.\dEe]+)\s+([-+.\dEe]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"Residual\s+Standard Deviation\s+([-+.\dEe]+)")]
    private static partial Regex Residual();
}
