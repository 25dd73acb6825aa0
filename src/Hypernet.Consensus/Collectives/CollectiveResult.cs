namespace Hypernet.Consensus;

/// <summary>How a collective ended. Equal bits at every rank that receives it, but for the <see cref="Diagnostics"/>.</summary>
/// <typeparam name="T">What this rank receives.</typeparam>
/// <param name="Value">What this rank receives.</param>
/// <param name="Contributors">Whose contributions are in it: all ranks, unless some dropped out before they called.</param>
/// <param name="ErrorBound">Bound of the absolute error of every element of a sum, in its unit, beside the last rounding: 0 if exact.</param>
/// <param name="Diagnostics">What it took, as this rank saw it.</param>
public sealed record CollectiveResult<T>(T Value, SlotSet Contributors, double ErrorBound, OperationDiagnostics Diagnostics)
{
    internal static CollectiveResult<T> Of(OperationResult result, T value) => new(value, result.Contributors, result.ErrorBound, result.Diagnostics);
}
