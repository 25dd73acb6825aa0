namespace Hypernet.Market;

/// <summary>The least machine that a seller must give to each rank of a job.</summary>
public sealed record Requirements
{
    /// <summary>CPUs. Default: 1. Range: 1–1024.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Memory in MiB. Default: 512. Range: 16–16,777,216.</summary>
    public long MemoryMiB { get; init; } = 512;

    /// <summary>Storage in MiB. Default: 1024. Range: 0–1,073,741,824.</summary>
    public long StorageMiB { get; init; } = 1024;

    /// <summary>Bandwidth from the seller, in kbit/s. Default: 0. Range: 0–1,000,000,000.</summary>
    public long UpKbps { get; init; }

    /// <summary>Bandwidth to the seller, in kbit/s. Default: 0. Range: 0–1,000,000,000.</summary>
    public long DownKbps { get; init; }

    /// <summary>CPU architecture. Default: any.</summary>
    public Architecture Architecture { get; init; }
}
