namespace Hypernet.Runtime.Sandboxed;

/// <summary>What the unprivileged host saw.</summary>
public sealed record HostedRun(string End, HostedCheckpoint[] Checkpoints, string[] Lines, string OutputTail, string ErrorTail, bool IsSocketLeft);
