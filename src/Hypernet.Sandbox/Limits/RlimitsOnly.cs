using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>
/// Limits per process. Those on processes and data are set inside the sandbox, where the kernel counts by its own user
/// namespace and the agent's threads do not count.
/// </summary>
internal sealed class RlimitsOnly(string obstacle) : IResourceFence
{
    public FenceKind Kind => FenceKind.RlimitsOnly;

    public string Description => $"limits per process only: {obstacle}";

    public IResourceEnclosure Enclose(SandboxLimits limits) => new Enclosure(limits);

    private sealed class Enclosure(SandboxLimits limits) : IResourceEnclosure
    {
        public IReadOnlyList<string> JoinFiles => [];

        public IReadOnlyList<string> Wrapper { get; } =
        [
            "/usr/bin/prlimit",
            string.Create(CultureInfo.InvariantCulture, $"--nproc={limits.Processes}"),
            string.Create(CultureInfo.InvariantCulture, $"--data={(long)limits.MemoryMiB << 20}"),
            "--",
        ];

        public long OutOfMemoryKills => 0;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
