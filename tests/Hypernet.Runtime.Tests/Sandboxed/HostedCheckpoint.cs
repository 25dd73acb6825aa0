namespace Hypernet.Runtime.Sandboxed;

public sealed record HostedCheckpoint(int Number, byte[] Result, byte[] State);
