namespace Hypernet.Client;

/// <summary>The least a seller's machine must offer.</summary>
public sealed record RequirementsView
{
    /// <summary>Processor cores.</summary>
    public required int Cpus { get; init; }

    /// <summary>Memory, in MiB.</summary>
    public required long MemoryMiB { get; init; }

    /// <summary>Storage, in MiB.</summary>
    public required long StorageMiB { get; init; }

    /// <summary>Bandwidth up, in kbit/s.</summary>
    public required long UpKbps { get; init; }

    /// <summary>Bandwidth down, in kbit/s.</summary>
    public required long DownKbps { get; init; }

    /// <summary>Any, X64 or Arm64.</summary>
    public required string Architecture { get; init; }
}
