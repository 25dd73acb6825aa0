using System.Runtime.InteropServices;

namespace Hypernet.Benchmarks.Nist;

/// <summary>One term of a linear model: a predictor to a power.</summary>
/// <param name="Predictor">Column of the predictors, from 0.</param>
/// <param name="Power">0 for a constant.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NistTerm(int Predictor, int Power);
