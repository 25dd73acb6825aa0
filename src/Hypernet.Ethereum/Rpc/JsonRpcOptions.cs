namespace Hypernet.Ethereum.Rpc;

/// <summary>The bounds within which a <see cref="JsonRpcClient"/> asks.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>The longest wait for one answer. Default: 30 seconds. Range: greater than 0.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest body accepted, in bytes. Default: 64 MiB. Range: greater than 0.</summary>
    public int MaxResponseBytes { get; init; } = 64 << 20;

    /// <summary>The most questions in one body; longer batches are split. Default: 100. Range: at least 1.</summary>
    public int MaxBatch { get; init; } = 100;

    /// <summary>How often a question is repeated after a transient fault. Default: 4. Range: 0 to 16.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first repetition, doubled for each further one; half of it is random. Default: 200 ms. Range: at least 0.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before a repetition, also where a provider asks for more. Default: 5 seconds. Range: at least 0.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);
}
