namespace Hypernet.Indexer.Ingestion;

/// <summary>How many blocks are asked for at once: a little more after each success, half as many after a failure.</summary>
internal sealed class RangeSize(int longest)
{
    // Answers of a few thousand logs cost little more per log than larger ones, and stay far below any provider's limit.
    private const int ManyLogs = 5000;
    private const int Steps = 10;

    public int Blocks { get; private set; } = Math.Max(1, longest / Steps);

    /// <summary>Whether fewer blocks can be asked for.</summary>
    public bool CanShrink => Blocks > 1;

    public void Succeed(int logs) =>
        Blocks = logs > ManyLogs ? Math.Max(1, Blocks / 2) : Math.Min(longest, Blocks + Math.Max(1, longest / Steps));

    public void Fail() => Blocks = Math.Max(1, Blocks / 2);
}
