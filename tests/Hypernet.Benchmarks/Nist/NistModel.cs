using System.Globalization;
using System.Text.RegularExpressions;

namespace Hypernet.Benchmarks.Nist;

/// <summary>Reads the formula of a model, such as y = B0 + B1*x + B2*(x**2) + ... + B10*(x**10) + e.</summary>
internal static partial class NistModel
{
    /// <summary>The terms of a formula.</summary>
    /// <param name="header">The text above the certified values.</param>
    /// <param name="parameters">Numbers of the parameters that are certified, ascending: an ellipsis stands for those that are not named.</param>
    internal static NistTerm[] Read(string header, IReadOnlyCollection<int> parameters)
    {
        string formula = Start().Match(header) is { Success: true } start ? header[start.Index..] : throw new BenchmarkException("there is no line \"y = …\" above the certified values");
        var named = Term().Matches(formula).ToDictionary(term => Number(term.Groups["parameter"]), TermOf);
        return [.. parameters.Select(parameter =>
            named.TryGetValue(parameter, out var term) ? term
            : formula.Contains("...", StringComparison.Ordinal) ? new NistTerm(0, parameter)
            : throw new BenchmarkException($"the model has no term B{parameter}"))];
    }

    private static NistTerm TermOf(Match term) => !term.Groups["x"].Success ? new NistTerm(0, 0) : new NistTerm(
        term.Groups["predictor"].Length > 0 ? Number(term.Groups["predictor"]) - 1 : 0,
        term.Groups["power"].Success ? Number(term.Groups["power"]) : 1);

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*y\s*=", RegexOptions.Multiline)]
    private static partial Regex Start();

    [GeneratedRegex(@"B(?<parameter>\d+)(?<x>\s*\*\s*\(?\s*x(?<predictor>\d*)\s*(\*\*\s*(?<power>\d+))?)?")]
    private static partial Regex Term();
}
