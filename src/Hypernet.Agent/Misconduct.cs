namespace Hypernet.Agent;

/// <summary>A lie that an agent tells so that people can watch it being caught: a wrong result at one checkpoint.</summary>
/// <param name="Checkpoint">The checkpoint, from 1.</param>
public sealed record Misconduct(int Checkpoint);
