namespace Hypernet.Market;

/// <summary>One job as its events tell it, block by block, so that a reorg can be undone.</summary>
/// <remarks>Holds one state for each block that may still be replaced; <see cref="Finalize"/> lets go of the others.</remarks>
public sealed class JobHistory
{
    // Oldest first; of final blocks only the last.
    private readonly List<Point> _points = [];

    /// <summary>The job now; <see langword="null"/> before its placement.</summary>
    public JobState? State => Last?.State;

    /// <summary>The block of the newest event; 0 without any.</summary>
    public ulong LastBlock => Last?.Block ?? 0;

    private Point? Last => _points.Count > 0 ? _points[^1] : null;

    /// <summary>Adds the next event.</summary>
    /// <param name="block">The number of its block.</param>
    /// <param name="hash">The hash of its block.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Whether it tells something: nothing does before the placement.</returns>
    /// <exception cref="JobHistoryException">It cannot follow the events before it.</exception>
    public bool Add(ulong block, string hash, JobEvent happened)
    {
        var last = Last;
        var state = happened is JobEvent.JobPlaced placed ? JobState.Of(placed) : last?.State.When(happened);
        if (state is null)
        {
            return false;
        }

        var next = new Point(block, hash, state, RoundsAfter(last?.RoundBlocks ?? [], block, happened, state));
        if (last?.Hash == hash)
        {
            _points[^1] = next;
        }
        else
        {
            _points.Add(next);
        }

        return true;
    }

    /// <summary>Takes back a block that is no longer part of the chain; answers whether it held something of the job.</summary>
    public bool Revert(string hash) => _points.RemoveAll(point => point.Hash == hash) > 0;

    /// <summary>Nothing up to this block will be taken back.</summary>
    public void Finalize(ulong block)
    {
        int final = _points.FindLastIndex(point => point.Block <= block);
        if (final > 0)
        {
            _points.RemoveRange(0, final);
        }
    }

    /// <summary>The block in which a group's present round began; 0 before the start.</summary>
    public ulong RoundBegan(int group) => Last is { } last && group < last.RoundBlocks.Count ? last.RoundBlocks[group] : 0;

    private static ValueList<ulong> RoundsAfter(ValueList<ulong> before, ulong block, JobEvent happened, JobState state) => happened switch
    {
        JobEvent.JobStarted or JobEvent.BarrierPassed => [.. Enumerable.Repeat(block, state.Groups.Count)],
        JobEvent.GroupRestarted restarted => before.With(restarted.Group, block),
        _ => before,
    };

    /// <summary>The job at the end of a block.</summary>
    private sealed record Point(ulong Block, string Hash, JobState State, ValueList<ulong> RoundBlocks);
}
