namespace Hypernet.Benchmarks.Ranks;

internal enum RankWork
{
    /// <summary>All-reduce, time, and check the result.</summary>
    Time,

    /// <summary>All-reduce until a rank is gone.</summary>
    Lose,
}
