namespace Hypernet.Benchmarks;

/// <summary>All-reduces of one size.</summary>
/// <param name="Bytes">Size of a rank's contribution: a multiple of 8.</param>
/// <param name="Operations">How many are timed.</param>
internal sealed record Load(long Bytes, int Operations)
{
    internal string Name => Bytes switch
    {
        >= 1 << 20 => $"{Bytes >> 20} MiB",
        >= 1 << 10 => $"{Bytes >> 10} KiB",
        _ => $"{Bytes} B",
    };
}
