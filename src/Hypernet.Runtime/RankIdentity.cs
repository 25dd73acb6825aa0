namespace Hypernet.Runtime;

/// <summary>Who a program is in its job: told to it by WELCOME (docs/spec/runtime.md §2).</summary>
public sealed record RankIdentity
{
    private const int MaximumSize = 65_536;

    /// <summary>The rank's number in the job, from 0, below <see cref="Size"/>.</summary>
    public required int Rank { get; init; }

    /// <summary>The replication group of the rank, from 0.</summary>
    public required int Group { get; init; }

    /// <summary>The share of the input that the group computes, from 0, below <see cref="Partitions"/>.</summary>
    public required int Partition { get; init; }

    /// <summary>Number of partitions, at least 1.</summary>
    public required int Partitions { get; init; }

    /// <summary>Number of ranks of the job. Range: 1 to 65,536.</summary>
    public required int Size { get; init; }

    /// <summary>Number of checkpoints of the job; 0 for a program that runs without any, outside a market.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The settled checkpoint that the program starts from; 0 for its beginning. Default: 0. Range: 0, or below <see cref="Checkpoints"/>.</summary>
    public int Resume { get; init; }

    internal RankIdentity Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Group);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Size, MaximumSize);
        CheckWithin(Rank, Size, nameof(Rank));
        CheckWithin(Partition, Partitions, nameof(Partition));
        ArgumentOutOfRangeException.ThrowIfNegative(Checkpoints);
        CheckWithin(Resume, Math.Max(Checkpoints, 1), nameof(Resume));
        return this;
    }

    private static void CheckWithin(int value, int count, string name)
    {
        if (value < 0 || value >= count)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below {count}.");
        }
    }
}
