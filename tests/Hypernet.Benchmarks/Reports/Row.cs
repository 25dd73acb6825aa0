namespace Hypernet.Benchmarks.Reports;

/// <summary>One number with its target.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it should be at least, or at most.</param>
/// <param name="Better">Which of the two.</param>
internal sealed record Row(string Name, double Value, string Unit, double Target, Better Better = Better.Less)
{
    public bool Met => Better == Better.Less ? Value <= Target : Value >= Target;
}
