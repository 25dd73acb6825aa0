namespace Hypernet.Consensus;

/// <summary>Where an iteration ended at one rank. Values of ranks differ by what was left to converge, and by rounding.</summary>
/// <param name="Value">The state x_i.</param>
/// <param name="Iterations">How many iterations were done.</param>
/// <param name="Residual">Largest difference to an in-neighbor, in any element, before the last iteration: 0 without one.</param>
/// <param name="Lost">The ranks that dropped out on the way: equal at every rank.</param>
public sealed record IterationResult(double[] Value, int Iterations, double Residual, SlotSet Lost)
{
    /// <summary>Whether the ranks approach the mean of what all of them began with; else a rank took what it had with it.</summary>
    public bool IsMean => Lost.Count == 0;
}
