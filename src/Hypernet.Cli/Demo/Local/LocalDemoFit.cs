namespace Hypernet.Cli.Demo.Local;

/// <summary>One run of the local demo.</summary>
/// <param name="Fit">What it printed.</param>
/// <param name="Seconds">How long it took, the start of its programs included.</param>
internal sealed record LocalDemoFit(LocalFit Fit, double Seconds);
