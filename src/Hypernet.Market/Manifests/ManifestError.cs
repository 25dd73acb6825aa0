using System.Globalization;

namespace Hypernet.Market;

/// <summary>One thing that is wrong in a <c>job.yaml</c>, where it is, and what to write instead.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
/// <param name="Field">The field's full name, such as <c>terms.windows.work</c> or <c>inputs[0].sha256</c>; empty for the file as a whole.</param>
/// <param name="Problem">What is wrong, with the value.</param>
/// <param name="Fix">What to do.</param>
public sealed record ManifestError(long Line, long Column, string Field, string Problem, string Fix)
{
    /// <summary>One line: <c>line 3, column 11: duration: '20' is not a duration; write …</c>.</summary>
    public override string ToString()
    {
        string field = Field.Length == 0 ? "" : Field + ": ";
        return string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}: {field}{Problem}; {Fix}");
    }
}
