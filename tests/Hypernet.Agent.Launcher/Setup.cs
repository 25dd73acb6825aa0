namespace Hypernet.Agent.Launcher;

/// <summary>The one line that a launcher reads.</summary>
/// <param name="DeploymentFile">Where the contracts are.</param>
/// <param name="Chain">The seller's node.</param>
/// <param name="Server">The server it follows.</param>
/// <param name="StateFolder">What survives it.</param>
/// <param name="Key">The seller's private key.</param>
/// <param name="Address">Where it listens for other sellers.</param>
/// <param name="Misconduct">How it lies; null if it does not.</param>
/// <param name="LeastPrice">The least that it works for, in HYT; null for anything.</param>
public sealed record Setup(string DeploymentFile, Uri Chain, Uri Server, string StateFolder, string Key, string Address, string? Misconduct, string? LeastPrice);
