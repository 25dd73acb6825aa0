namespace Hypernet.Sandbox;

/// <summary>How much of the machine one program gets, with everything that it starts.</summary>
public sealed record SandboxLimits
{
    /// <summary>Memory with scratch and shared memory, in MiB. Default: 1024. Range: at least 32.</summary>
    public int MemoryMiB { get; init; } = 1024;

    /// <summary>Processors, as a share of time: 0.5 is half of one. Default: 1. Range: 0.01 to 1024.</summary>
    public double Cpus { get; init; } = 1;

    /// <summary>Processes and threads, with the two of bubblewrap. Default: 64. Range: at least 4.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>Size of <see cref="SandboxPaths.Scratch"/>, in MiB. Default: 256. Range: at least 1.</summary>
    public int ScratchMiB { get; init; } = 256;

    /// <summary>Size of /dev/shm, and of /tmp, in MiB. Default: 64. Range: at least 1.</summary>
    public int SharedMemoryMiB { get; init; } = 64;

    /// <summary>Open files per process. Default: 1024. Range: at least 16.</summary>
    public int OpenFiles { get; init; } = 1024;

    /// <summary>Time on the wall until it is killed. Default: one hour. Range: greater than 0, at most 24 days.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Standard output and error together until it is killed, in bytes. Default: 16 MiB. Range: at least 1.</summary>
    public long OutputBytes { get; init; } = 16 << 20;

    /// <summary>The newest output that is kept, per stream, in bytes. Default: 64 KiB. Range: at least 1.</summary>
    public int TailBytes { get; init; } = 64 << 10;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryMiB, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(Cpus, 0.01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Cpus, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(Processes, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(ScratchMiB, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SharedMemoryMiB, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OpenFiles, 16);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WallTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WallTime, TimeSpan.FromDays(24));
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TailBytes, 1);
    }
}
